// Turns the link's code into a cookie. The code stands behind "#", which is never sent; here it leaves the address at once.
const code = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const word = document.getElementById("word");

if (!code) {
  location.replace("./");
} else {
  try {
    const answer = await fetch("session", { method: "POST", body: code, headers: { "Content-Type": "text/plain" } });
    if (answer.ok) location.replace("./");
    else word.textContent = "This link was used before, or is too old. Get a new one with: sora2 open";
  } catch {
    word.textContent = "The server does not answer. Get a new link with: sora2 open";
  }
}
