import { type LibraryShot, ShotLibrary } from "../library/shotLibrary.ts";
import { joinPath } from "../metadata/names.ts";
import { ShotDelivery } from "../premiere/deliverShot.ts";
import { type Absence, type OpenSequence, readActiveSequence, TrackCache } from "../premiere/readSequence.ts";
import { JobQueue } from "../queue/jobQueue.ts";
import type { Target } from "../queue/trackedJob.ts";
import { composeRequest } from "../request/compose.ts";
import { problemOf, type ShotRequest } from "../request/shotRequest.ts";
import { drawSeed, restoreSettings, type ShotSettings } from "../request/shotSettings.ts";
import { isRefusal, type Proposal, propose, type ProposalMode } from "../sequence/proposal.ts";
import { Connection } from "../server/connection.ts";
import { launcherOf, serverHome } from "../server/discovery.ts";
import { chooseDoor } from "../server/door.ts";
import { lookForServer } from "../server/lookForServer.ts";
import { ComposeView, type ProposalText } from "./composeView.ts";
import { element, refill, show } from "./elements.ts";
import { HeaderView, START_COMMAND } from "./headerView.ts";
import { HistoryView } from "./historyView.ts";
import type { PanelHost } from "./panelHost.ts";
import { QueueView } from "./queueView.ts";

const SETTINGS_KEY = "sora2.settings";
const HOME_KEY = "sora2.home";

/** The playhead has no event, so the sequence is read again and again; this often while the panel is seen. */
const ROUND_MS = 600;
const HIDDEN_ROUND_MS = 3000;

/** Listing the library costs a look into every project's folder. */
const ROUNDS_PER_LISTING = 5;

interface Wish {
  readonly proposal: Proposal;
  readonly request: ShotRequest;
}

/** The panel: what is open, what was asked for, what was made; one round after the other. */
export class Panel {
  readonly #header: HeaderView;
  readonly #compose: ComposeView;
  readonly #queueView: QueueView;
  readonly #history: HistoryView;
  readonly #message = element("div", { class: "message", onClick: () => this.#tell("") });
  readonly #connection: Connection;
  readonly #queue: JobQueue;
  readonly #delivery: ShotDelivery;
  #library: ShotLibrary;
  #settings: ShotSettings;
  #home: string;
  #mode: ProposalMode = "insert";
  #open: OpenSequence | Absence = "noProject";
  readonly #tracks = new TrackCache();
  #rounds = 0;
  #canStart = false;
  #fault = "";
  #running = false;
  #visible = true;

  constructor(
    root: HTMLElement,
    private readonly host: PanelHost,
  ) {
    this.#settings = restoreSettings(host.storage.read(SETTINGS_KEY));
    this.#home = host.storage.read(HOME_KEY) ?? "";
    this.#library = this.#openLibrary();
    this.#connection = new Connection(
      () => lookForServer({ ...host, home: () => this.#serverHome }),
      host.now,
      // What was said of its start is out of date.
      (state) => state.kind === "connected" && this.#tell(""),
    );
    this.#delivery = new ShotDelivery({
      ppro: host.ppro,
      files: host.files,
      library: () => this.#library,
      settings: () => this.#settings,
      pause: () => host.pause(250),
    });
    this.#queue = new JobQueue({
      connection: this.#connection,
      storage: host.storage,
      deliver: (job, shots) => this.#delivery.deliver(job.target, shots),
      now: host.now,
      newKey: host.newKey,
      changed: () => this.#showQueue(),
    });
    this.#header = new HeaderView({
      lookAgain: () => this.#do(() => this.#connection.retry()),
      copyCommand: () =>
        this.#do(async () => {
          await host.copyText(START_COMMAND);
          this.#tell("Copied.");
        }),
      startServer: () => this.#do(() => this.#startServer()),
    });
    this.#compose = new ComposeView(this.#settings, this.#home, {
      change: (change) => this.#change({ ...this.#settings, ...change }),
      chooseMode: (mode) => {
        this.#mode = mode;
        this.#showProposal();
      },
      generate: () => this.#do(() => this.#generate()),
      changeHome: (home) => {
        this.#home = home.trim();
        host.storage.write(HOME_KEY, this.#home);
        this.#library = this.#openLibrary();
      },
    });
    this.#queueView = new QueueView({
      cancel: (key) => this.#do(() => this.#queue.cancel(key)),
      dismiss: (key) => this.#queue.dismiss(key),
    });
    this.#history = new HistoryView({
      importShot: (shot) => this.#do(async () => this.#tell((await this.#delivery.importIntoActive(shot)).message)),
      reuse: (shot) => this.#reuse(shot),
    });
    refill(
      root,
      element(
        "div",
        { class: "panel" },
        this.#header.root,
        this.#compose.root,
        this.#message,
        this.#queueView.root,
        this.#history.root,
      ),
    );
    this.#tell("");
    this.#showAll();
  }

  /** Goes round until {@link stop}: looks for the server, follows the jobs, reads the sequence. */
  start(): void {
    if (!this.#running) {
      this.#running = true;
      void this.#goRound();
    }
  }

  stop(): void {
    this.#running = false;
    this.#connection.close();
  }

  /** A panel that nobody sees follows its jobs more slowly. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
  }

  async round(): Promise<void> {
    await this.#connection.keep();
    this.#canStart = this.#connection.state.kind === "away" && (await this.host.files.exists(this.#launcher));
    await this.#queue.advance();
    this.#open = await readActiveSequence(this.host.ppro, this.#tracks);
    if (this.#rounds++ % ROUNDS_PER_LISTING === 0) {
      this.#history.showShots(await this.#library.list());
    }

    this.#showAll();
  }

  async #goRound(): Promise<void> {
    while (this.#running) {
      const fault = await this.round().then(
        () => "",
        // Mostly a project that was closed in the middle of a reading; the next round sees it and takes the message away.
        (error: unknown) => (error instanceof Error ? error.message : `${error}`),
      );
      if (fault !== this.#fault) {
        this.#fault = fault;
        this.#tell(fault);
      }

      await this.host.pause(this.#visible ? ROUND_MS : HIDDEN_ROUND_MS);
    }
  }

  async #generate(): Promise<void> {
    // The sequence may have changed since the last round.
    this.#open = await readActiveSequence(this.host.ppro);
    const wish = this.#wish();
    if (typeof wish === "string" || typeof this.#open === "string") {
      this.#showProposal();
      return;
    }

    const { facts } = this.#open;
    const { proposal, request } = wish;
    const target: Target = {
      projectId: facts.projectId,
      projectPath: facts.projectPath,
      projectName: facts.projectName,
      sequenceId: facts.sequenceId,
      sequenceName: facts.sequenceName,
      start: proposal.start,
      end: proposal.start + proposal.frames,
      headHandle: proposal.headHandle,
      track: proposal.track,
      frameRate: facts.frameRate,
      place: this.#settings.place,
    };
    this.#queue.add(request, target, proposal.summary);
    this.#tell("");
    await this.#queue.advance();
  }

  /** What would be sent now, or why nothing can be. */
  #wish(): Wish | string {
    if (typeof this.#open === "string") {
      return this.#open === "noProject" ? "Open a project first." : "Open a sequence first.";
    }

    const proposal = propose(this.#open.facts, this.#mode, this.#settings);
    if (isRefusal(proposal)) {
      return proposal.reason;
    }

    const request = composeRequest(this.#open.facts, proposal, this.#settings, this.#settings.seed ?? drawSeed(this.host.random));
    const problem = problemOf(request);
    if (problem !== null) {
      return problem;
    }

    const doors = this.#connection.doors;
    const choice = doors.length === 0 ? null : chooseDoor(doors, request);
    return choice && "refused" in choice ? choice.refused : { proposal, request };
  }

  #reuse(shot: LibraryShot): void {
    const settings = { ...this.#settings, prompt: shot.prompt, seed: shot.seed };
    this.#change(settings);
    this.#compose.showSettings(settings);
  }

  #change(settings: ShotSettings): void {
    this.#settings = settings;
    this.host.storage.write(SETTINGS_KEY, JSON.stringify(settings));
    this.#showProposal();
  }

  #showAll(): void {
    this.#header.showConnection(this.#connection.state, this.host.now(), this.#canStart);
    this.#header.showSequence(typeof this.#open === "string" ? this.#open : this.#open.facts);
    this.#showProposal();
    this.#showQueue();
  }

  #showProposal(): void {
    this.#compose.showProposal(this.#mode, this.#proposalText());
  }

  #proposalText(): ProposalText {
    const wish = this.#wish();
    if (typeof wish === "string") {
      return { summary: "", notes: [], problem: wish };
    }

    const choice = chooseDoor(this.#connection.doors, wish.request);
    return {
      summary: wish.proposal.summary,
      notes: [...wish.proposal.notes, ...("door" in choice ? choice.leavesOut : [])],
      problem: "",
    };
  }

  #showQueue(): void {
    this.#queueView.showJobs(this.#queue.jobs, this.#connection.state.kind !== "connected");
  }

  #tell(message: string): void {
    this.#message.textContent = message;
    show(this.#message, message !== "");
  }

  #do(deed: () => Promise<void>): void {
    deed().then(
      () => this.#showAll(),
      (error: unknown) => this.#tell(error instanceof Error ? error.message : `${error}`),
    );
  }

  /** A panel may run no program; it may ask the user to open a file that does. */
  async #startServer(): Promise<void> {
    const problem = await this.host.openPath(
      this.#launcher,
      "This starts the Sora2 server, which makes the shots on this computer.",
    );
    this.#tell(problem === "" ? "The server starts." : `The server was not started: ${problem}`);
    await this.#connection.expect();
  }

  get #launcher(): string {
    return launcherOf(this.host.platform, this.#serverHome);
  }

  #openLibrary(): ShotLibrary {
    return new ShotLibrary(this.host.files, joinPath(this.#serverHome, "library"));
  }

  get #serverHome(): string {
    return this.#home === "" ? serverHome(this.host.platform, this.host.userHome) : this.#home;
  }
}
