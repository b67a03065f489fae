import type { PublishedShot } from "../library/publishedShot.ts";

const NAMESPACE = "https://sora2plugin.org/ns/shot/1.0/";

/**
 * `packet` with what made the shot: an element of its own inside rdf:RDF, the rest untouched; one that an earlier import wrote is
 * replaced. A packet that cannot be read is replaced as a whole, for the host writes what it needs by itself.
 */
export function withShot(packet: string, shot: PublishedShot, role: string, withPrompt: boolean): string {
  const fields: [string, string][] = [
    ["name", shot.name],
    ["role", role],
    ["job", shot.job],
    ["seed", `${shot.seed}`],
    ["pack", shot.pack],
    ["createdAt", shot.createdAt],
    ...(withPrompt ? [["prompt", shot.prompt] as [string, string]] : []),
  ];
  const description =
    `<rdf:Description rdf:about="" xmlns:sora2="${NAMESPACE}">` +
    fields.map(([name, value]) => `<sora2:${name}>${escapeXml(value)}</sora2:${name}>`).join("") +
    // IPTC's word for media that a trained model made; other programs look for it here.
    `<Iptc4xmpExt:DigitalSourceType xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">` +
    `http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType></rdf:Description>`;
  const earlier = /<rdf:Description rdf:about="" xmlns:sora2="[^"]*">[\s\S]*?<\/rdf:Description>/g;
  const cleaned = packet.replace(earlier, "");
  const end = cleaned.lastIndexOf("</rdf:RDF>");
  if (end >= 0) {
    return cleaned.slice(0, end) + description + cleaned.slice(end);
  }

  return (
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
    `${description}</rdf:RDF></x:xmpmeta>`
  );
}

/** Control characters that XML 1.0 has no way to write are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
