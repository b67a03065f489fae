import { fileNameOf, fileUri } from "./names.ts";

export const PANEL_ID = "org.sora2plugin.premiere";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mov: "video/quicktime",
  mp4: "video/mp4",
  wav: "audio/wav",
};

/**
 * What a drag carries as its text, so that the project panel or the time line imports the files on drop. The host reads exactly
 * version "1.0.0" and leaves out items whose content type it does not know.
 */
export function dragPayload(paths: readonly string[]): string {
  const items = paths.flatMap((path) => {
    const name = fileNameOf(path);
    const type = CONTENT_TYPES[name.slice(name.lastIndexOf(".") + 1).toLowerCase()];
    return type ? [{ name, content_type: type, uri: fileUri(path) }] : [];
  });
  return JSON.stringify({ version: "1.0.0", source: PANEL_ID, items });
}
