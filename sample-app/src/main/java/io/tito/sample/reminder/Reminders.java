package io.tito.sample.reminder;

import io.tito.repository.TitoRepository;

/**
 * The stored reminders.
 */
interface Reminders extends TitoRepository<Reminder, String> {

}
