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
  };
}
