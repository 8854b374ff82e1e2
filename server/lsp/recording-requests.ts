// Saves the recording of a run, and exports one as a trace.
import type { Connection } from 'vscode-languageserver/node';
import type { Hub } from '../hub.js';
import { methods, type ExportTrace, type SaveRecording } from '../protocol.js';
import { readRecording, writeRecording, writeTrace } from '../recording-files.js';
import { l10n } from '../l10n.js';
import { UserError } from '../user-error.js';
import { answer } from './answer.js';

export function registerRecordingRequests(connection: Connection, hub: Hub): void {
  const recordingOf = (run: number) => {
    const recording = hub.recording(run);
    if (!recording) throw new UserError(l10n.t('The recording of run {0} is no longer there: newer ones took its place.', run));
    return recording;
  };
  answer(connection, methods.saveRecording, async ({ run, to }: SaveRecording) => {
    await writeRecording(recordingOf(run), to);
    return null;
  });
  answer(connection, methods.exportTrace, async ({ of, to }: ExportTrace) => {
    await writeTrace('run' in of ? recordingOf(of.run) : await readRecording(of.file), to);
    return null;
  });
}
