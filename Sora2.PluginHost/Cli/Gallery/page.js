"use strict";
// One sound at a time. A stem runs with its shot's picture, muted, so that it is seen what is heard.
document.documentElement.classList.add("live");

const videos = [...document.querySelectorAll("video")];
const sounds = [...document.querySelectorAll("audio")];
// Which stem a video runs with. Events of media come late, so what they do hangs on this and on the present state.
const leaders = new Map();

function quietenOthers(played) {
  for (const medium of [...videos, ...sounds]) {
    if (medium !== played) medium.pause();
  }
}

function follow(video, sound) {
  leaders.set(video, sound);
  video.muted = true;
  video.currentTime = sound.currentTime;
  video.play().catch(() => leave(video));
}

function leave(video) {
  leaders.delete(video);
  video.muted = false;
}

for (const video of videos) {
  video.addEventListener("play", () => {
    if (!leaders.has(video)) quietenOthers(video);
  });

  // By the picture's own controls; a stem that outlasts its picture plays on.
  video.addEventListener("pause", () => {
    const leader = leaders.get(video);
    if (!leader || !video.paused || video.ended) return;
    leave(video);
    leader.pause();
  });
}

for (const track of document.querySelectorAll(".track")) {
  const [button, slider, sound] = ["button", "input", "audio"].map((name) => track.querySelector(name));
  const video = track.closest(".card").querySelector("video");

  const show = (seconds) => {
    slider.value = seconds;
    slider.setAttribute("aria-valuetext", `${seconds.toFixed(1)} of ${Number(slider.max).toFixed(1)} seconds`);
    track.style.setProperty("--played", `${(100 * seconds) / Number(slider.max)}%`);
  };

  const showWhilePlaying = () => {
    show(sound.currentTime);
    if (!sound.paused) requestAnimationFrame(showWhilePlaying);
  };

  button.addEventListener("click", () => {
    if (sound.paused) sound.play(); else sound.pause();
  });

  sound.addEventListener("play", () => {
    button.setAttribute("aria-pressed", "true");
    quietenOthers(sound);
    showWhilePlaying();
  });

  sound.addEventListener("playing", () => follow(video, sound));

  sound.addEventListener("pause", () => {
    button.setAttribute("aria-pressed", "false");
    if (leaders.get(video) !== sound) return;
    leave(video);
    video.pause();
  });

  sound.addEventListener("ended", () => {
    sound.currentTime = 0;
    show(0);
  });

  slider.addEventListener("input", () => {
    const seconds = Number(slider.value);
    sound.currentTime = seconds;
    if (leaders.get(video) === sound) video.currentTime = seconds;
    show(seconds);
  });
}
