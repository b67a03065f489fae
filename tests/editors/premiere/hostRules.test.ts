import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import type { Project } from "@adobe/premierepro";
import { EditRefusedError, transact } from "../../../bridge-native/premiere/src/premiere/transaction.ts";
import { trapsOf } from "./host/premiere.ts";
import { FakeProject } from "./host/project.ts";
import { openHost } from "./host/timeline.ts";

declare const PANEL_ROOT: string;

test("Host_RefusesActionsMadeOutsideTheLock", async () => {
  const { project } = openHost();
  const root = await project.getRootItem();
  assert.throws(() => root.createBinAction("X", false), /outside lockedAccess/);
});

test("Host_RefusesActionsOfAnotherLock", async () => {
  const { project } = openHost();
  const root = await project.getRootItem();
  let kept: object | undefined;
  project.lockedAccess(() => {
    kept = root.createBinAction("X", false);
  });
  assert.throws(
    () => project.lockedAccess(() => project.executeTransaction((compound) => compound.addAction(kept!))),
    /another lock/,
  );
});

test("Host_RefusesCallbacksThatWait", () => {
  const { project } = openHost();
  assert.throws(() => project.lockedAccess(async () => {}), /waits/);
  assert.throws(() => project.lockedAccess(() => project.executeTransaction(async () => {})), /waits/);
});

test("transact_ThrowsWhenTheHostRefuses", () => {
  const { project } = openHost();
  trapsOf(project).readOnly = true;
  const made = (): object => FakeProject.action(project, () => assert.fail("done all the same"));
  assert.throws(() => transact(project as unknown as Project, "Step", [made]), EditRefusedError);
});

test("transact_DoesNothingWhenTheSequenceHasChanged", () => {
  const { project } = openHost();
  assert.equal(
    transact(project as unknown as Project, "Step", [() => assert.fail("made")], () => false),
    false,
  );
});

// Adobe's own rules for ESLint are not to be had here; these are the two that matter.
test("Panel_MakesActionsInMakersOnly", async () => {
  const folder = `${PANEL_ROOT}src/premiere`;
  for (const name of await readdir(folder)) {
    const source = await readFile(`${folder}/${name}`, "utf8");
    for (const [index, line] of source.split("\n").entries()) {
      assert.ok(!/\.create\w+Action\(/.test(line) || /\(\) => /.test(line), `${name}:${index + 1} makes an action at once`);
      assert.ok(
        !/\b(lockedAccess|executeTransaction)\b/.test(line) || name === "transaction.ts" || line.trim().startsWith("*"),
        `${name}:${index + 1} locks the project itself`,
      );
    }
  }
});
