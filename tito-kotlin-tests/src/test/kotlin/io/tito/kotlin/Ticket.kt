package io.tito.kotlin

import io.tito.annotation.TitoEntity
import io.tito.repository.TitoRepository
import org.springframework.data.annotation.Id
import org.springframework.data.annotation.Version

@JvmInline
value class TicketId(val value: String)

/**
 * Its id is of a value class, which the compiler replaces by what it holds.
 */
@TitoEntity("ticket")
data class Ticket(@Id val id: TicketId, val text: String, @Version val version: Long? = null)

interface Tickets : TitoRepository<Ticket, String>
