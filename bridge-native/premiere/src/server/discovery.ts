import type { Files } from "../host/files.ts";
import { joinPath } from "../metadata/names.ts";

/** Where a running server listens and the secret it asks for: run/endpoint.json of the server's home, 0600. */
export interface Endpoint {
  /** http://127.0.0.1:PORT, nothing else. */
  readonly address: string;
  readonly token: string;
  readonly pid: number;
  readonly version: string;
  readonly contract: number;
}

/** Version of the server's contract that this panel was written for. */
export const CONTRACT = 1;

/** The server's home for a user, unless the panel's settings name another: where .NET puts a user's local application data. */
export function serverHome(platform: string, userHome: string): string {
  if (platform.startsWith("win")) {
    return joinPath(userHome, "AppData", "Local", "sora2");
  }

  return platform === "darwin"
    ? joinPath(userHome, "Library", "Application Support", "sora2")
    : joinPath(userHome, ".local", "share", "sora2");
}

/** The file that starts the server when it is opened; "sora2 premiere install" writes it. */
export function launcherOf(platform: string, home: string): string {
  return joinPath(home, platform.startsWith("win") ? "start-server.cmd" : "start-server.command");
}

export type Discovery = { readonly endpoint: Endpoint } | { readonly problem: string };

/** Reads the discovery file. Whatever is in it, a token is sent to the loopback address only. */
export async function discover(files: Files, home: string): Promise<Discovery> {
  let text: string;
  try {
    text = await files.readText(joinPath(home, "run", "endpoint.json"));
  } catch {
    return { problem: "No Sora2 server is running." };
  }

  const endpoint = readEndpoint(text);
  if (!endpoint) {
    return { problem: "The server's discovery file cannot be read. Stop the server and start it again." };
  }

  return endpoint.contract === CONTRACT
    ? { endpoint }
    : {
        problem: `Server ${endpoint.version} speaks contract ${endpoint.contract}, this panel ${CONTRACT}. Update the older of the two.`,
      };
}

function readEndpoint(text: string): Endpoint | null {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const { address, token, pid, version, contract } = value;
    if (
      typeof address !== "string" ||
      !/^http:\/\/127\.0\.0\.1:[0-9]{1,5}$/.test(address) ||
      typeof token !== "string" ||
      token === ""
    ) {
      return null;
    }

    return {
      address,
      token,
      pid: typeof pid === "number" ? pid : 0,
      version: typeof version === "string" ? version : "",
      contract: typeof contract === "number" ? contract : 0,
    };
  } catch {
    return null;
  }
}
