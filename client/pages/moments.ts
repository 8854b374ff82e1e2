// The texts that all pages of a recording have.
import { l10n } from 'vscode';
import type { MomentTexts } from '../../webviews/moments.js';

export function momentTexts(): MomentTexts {
  return {
    moment: l10n.t('Moment'),
    momentAt: l10n.t('at {0}'),
    pages: l10n.t('The same in another view'),
    'page.timeline': l10n.t('Timeline'),
    'page.graph': l10n.t('Wait-For Graph'),
    'page.usage': l10n.t('Who Is Slow'),
    'page.deadlock': l10n.t('Deadlock Report'),
    'bad.empty': l10n.t('The file is empty.'),
    'bad.foreign': l10n.t('This is not a recording of Threadbook.'),
    'bad.short': l10n.t('The file is cut off: there is nothing behind its first bytes.'),
    'bad.newer': l10n.t('The file is of version {0} of the format, and this Threadbook reads versions up to {1}. A newer Threadbook can read it.'),
    'bad.versionless': l10n.t('The file is damaged: its version is 0.'),
    'bad.packed': l10n.t('The file is damaged or cut off: it cannot be unpacked. Save the recording again, or copy the file again.'),
    'bad.undescribed': l10n.t('The file is damaged: its description is missing.'),
    'bad.beyond': l10n.t('The file is damaged: its description goes beyond its end.'),
    'bad.json': l10n.t('The file is damaged: its description is not JSON.'),
    'bad.lacking': l10n.t('The file is damaged: its description lacks the run, its times, its threads, its resources or its stacks.'),
    'bad.events': l10n.t('The file is damaged: its {0} bytes of events are not a whole number of events.'),
    'bad.unknown': l10n.t('The file is damaged: its event {0} is none that this Threadbook knows.'),
    'bad.large': l10n.t('The file unpacks to more than a gigabyte and is not read.'),
  };
}
