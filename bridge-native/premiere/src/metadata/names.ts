/** The bin of the project panel that holds everything this panel imports. */
export const ROOT_BIN = "Sora2";

const LONGEST_PROJECT = 32;

/**
 * The library's project for a project file's name: letters without accents, digits, "-" and "_", in capitals, so that names of
 * shots survive every file system and edit list.
 */
export function foldProject(projectName: string): string {
  const folded = projectName
    .replace(/\.prproj$/i, "")
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toUpperCase()
    .replace(/[^A-Z0-9_-]+/g, "_")
    .replace(/^[_-]+|[_-]+$/g, "")
    .slice(0, LONGEST_PROJECT)
    .replace(/[_-]+$/, "");
  return folded === "" ? "SORA2" : folded;
}

/** A name that a shot may have, and never a path: what comes from a server or a file is looked at before it is used. */
export function isShotName(text: string): boolean {
  return text.length <= 128 && /^[A-Z0-9][A-Z0-9_-]*_v[0-9]{3,9}$/.test(text);
}

/** A bare file name as a shot's recipe may hold it. */
export function isFileName(text: string): boolean {
  return text.length > 0 && text.length <= 160 && /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text) && !text.includes("..");
}

/** Joins with the separator that the folder already uses. */
export function joinPath(folder: string, ...names: readonly string[]): string {
  const separator = folder.includes("\\") && !folder.startsWith("/") ? "\\" : "/";
  return [folder.replace(/[\\/]+$/, ""), ...names].join(separator);
}

export function folderOf(path: string): string {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return at <= 0 ? "" : path.slice(0, at);
}

export function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The URI of a local file; spaces, umlauts and "#" percent-encoded, drives and network shares as hosts expect them. */
export function fileUri(path: string): string {
  const forward = path.replace(/\\/g, "/");
  const rooted = /^[A-Za-z]:\//.test(forward) ? `/${forward}` : forward;
  const encoded = encodeURI(rooted).replace(/#/g, "%23").replace(/\?/g, "%3F");
  return rooted.startsWith("//") ? `file:${encoded}` : `file://${encoded}`;
}
