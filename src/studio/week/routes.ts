import type { Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { buildEvents, buildPage, buildTarget, cancelBuild, draftFiles } from './build-page.ts';
import { comparePage } from './compare-page.ts';
import { notesHome, notesPage, noteTarget, saveNotes } from './notes-page.ts';
import { answerValue, endAnswer, overrideTarget } from './override-actions.ts';
import { openPreviews } from './preview.ts';
import { currentWeek, otherWeek, readinessPage } from './readiness-page.ts';
import { approveWeek, askDraft, publishWeek, weekTarget, withdrawApproval } from './release-actions.ts';
import { releasePage } from './release-page.ts';
import { sendEdition, sendPage, sendTarget } from './send-page.ts';

/** The week: what it lacks, its words, its draft; building, answering for, publishing and sending it. */
export function weekRoutes(shop: Shop): Route[] {
  const previews = openPreviews(shop);
  return [
    { method: 'GET', url: '/', access: 'reader', handle: currentWeek(shop) },
    { method: 'GET', url: '/week', access: 'reader', handle: otherWeek },
    { method: 'GET', url: '/week/:week', access: 'reader', handle: readinessPage(shop) },
    {
      method: 'POST',
      url: '/week/:week/accept',
      access: 'analyst',
      action: 'override.accept',
      target: overrideTarget,
      handle: answerValue(shop, 'accept'),
    },
    {
      method: 'POST',
      url: '/week/:week/exclude',
      access: 'analyst',
      action: 'override.exclude',
      target: overrideTarget,
      handle: answerValue(shop, 'exclude'),
    },
    {
      method: 'POST',
      url: '/week/:week/end',
      access: 'analyst',
      action: 'override.end',
      target: overrideTarget,
      handle: endAnswer(shop),
    },
    { method: 'GET', url: '/week/:week/notes', access: 'reader', handle: notesHome },
    { method: 'GET', url: '/week/:week/notes/:language', access: 'reader', handle: notesPage(shop) },
    {
      method: 'POST',
      url: '/week/:week/notes/:language',
      access: 'analyst',
      action: 'note.save',
      target: noteTarget,
      handle: saveNotes(shop),
    },
    { method: 'GET', url: '/week/:week/draft/:language', access: 'reader', handle: previews.page },
    // Changes nothing, and is asked for at each pause in typing: no word of it in the audit trail.
    { method: 'POST', url: '/week/:week/draft/:language', access: 'analyst', handle: previews.typed },
    {
      method: 'GET',
      url: '/week/:week/files/:language/:file',
      access: 'reader',
      handle: draftFiles(shop),
    },
    { method: 'GET', url: '/week/:week/compare', access: 'reader', handle: comparePage(shop) },
    { method: 'GET', url: '/week/:week/release', access: 'reader', handle: releasePage(shop) },
    {
      method: 'POST',
      url: '/week/:week/build',
      access: 'analyst',
      action: 'build.ask',
      target: weekTarget,
      handle: askDraft(shop),
    },
    {
      method: 'POST',
      url: '/week/:week/approve',
      access: 'editor',
      action: 'week.approve',
      target: weekTarget,
      handle: approveWeek(shop),
    },
    {
      method: 'POST',
      url: '/week/:week/withdraw',
      access: 'editor',
      action: 'week.withdraw',
      target: weekTarget,
      handle: withdrawApproval(shop),
    },
    {
      method: 'POST',
      url: '/week/:week/publish',
      access: 'editor',
      action: 'edition.publish',
      target: weekTarget,
      handle: publishWeek(shop),
    },
    { method: 'GET', url: '/week/:week/send', access: 'reader', handle: sendPage(shop) },
    {
      method: 'POST',
      url: '/week/:week/send',
      access: 'editor',
      action: 'edition.send',
      target: sendTarget,
      handle: sendEdition(shop),
    },
    { method: 'GET', url: '/builds/:id', access: 'reader', handle: buildPage(shop) },
    { method: 'GET', url: '/builds/:id/events', access: 'reader', handle: buildEvents(shop) },
    {
      method: 'POST',
      url: '/builds/:id/cancel',
      access: 'analyst',
      action: 'build.cancel',
      target: buildTarget,
      handle: cancelBuild(shop),
    },
  ];
}
