// What the page does without the server: it waits for one that is gone, and comes back with a fresh page.
const modal = document.getElementById("components-reconnect-modal");

async function returnWhenItAnswers() {
  for (;;) {
    try {
      const answer = await fetch("assets/icon.svg", { cache: "no-store" });
      if (answer.ok) return location.reload();
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

new MutationObserver(() => {
  if (modal.classList.contains("components-reconnect-failed") || modal.classList.contains("components-reconnect-rejected")) returnWhenItAnswers();
}).observe(modal, { attributes: true, attributeFilter: ["class"] });

// A page that was sent just before the server ended never became live, and Blazor does not try that again.
const longestStart = 5000;
const mostTries = 3;
setTimeout(() => {
  const tries = Number(sessionStorage.getItem("tries") ?? 0);
  if (document.querySelector("main[data-live]")) {
    sessionStorage.removeItem("tries");
  } else if (tries < mostTries) {
    sessionStorage.setItem("tries", tries + 1);
    returnWhenItAnswers();
  }
}, longestStart);

// The cookie is out of scripts' reach; the server takes it back.
window.sora2Leave = async () => {
  await fetch("session/end", { method: "POST" });
  location.reload();
};
