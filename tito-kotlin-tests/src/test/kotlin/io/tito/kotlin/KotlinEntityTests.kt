package io.tito.kotlin

import io.tito.client.Scan
import io.tito.client.TitoClient
import io.tito.codec.RowEnvelope
import io.tito.core.TitoOperations
import io.tito.key.Key
import io.tito.query.Filter
import io.tito.test.DataTitoTest
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.dao.DataRetrievalFailureException
import org.springframework.dao.DuplicateKeyException
import org.springframework.dao.EmptyResultDataAccessException
import org.springframework.dao.OptimisticLockingFailureException
import org.springframework.data.domain.Limit
import org.springframework.data.domain.ScrollPosition
import org.springframework.transaction.annotation.Propagation
import org.springframework.transaction.annotation.Transactional

@DataTitoTest
class KotlinEntityTests(
    @Autowired private val tasks: Tasks,
    @Autowired private val tickets: Tickets,
    @Autowired private val notes: Notes,
    @Autowired private val template: TitoOperations,
    @Autowired private val client: TitoClient,
) {

    @Test
    fun `gives a data class an id and counts its versions in copies`() {
        val task = Task(owner = "ann", code = "c-1", tags = listOf("a", "b"), place = Place("Graz", "8010"))
        val saved = tasks.save(task)
        assertThat(task.id).isNull()
        assertThat(saved.id).isNotNull()
        assertThat(saved).isEqualTo(task.copy(id = saved.id, version = 0))
        assertThat(tasks.findById(saved.id!!)).contains(saved)
        val changed = tasks.save(saved.copy(title = "call"))
        assertThat(changed).isEqualTo(saved.copy(title = "call", version = 1))
        assertThatExceptionOfType(OptimisticLockingFailureException::class.java).isThrownBy { tasks.save(saved) }
    }

    @Test
    fun `keeps null and everything that differs from the defaults`() {
        val saved = tasks.save(Task(owner = "ann", code = null, priority = 0, open = false, title = "", tags = listOf()))
        assertThat(tasks.findById(saved.id!!)).contains(saved)
    }

    @Test
    fun `queries by derived methods that return null or throw as Kotlin expects`() {
        val low = tasks.save(Task(owner = "bob", code = "c-2", priority = 1, place = Place("Linz")))
        val high = tasks.save(Task(owner = "bob", code = "c-3", priority = 9, open = false))
        assertThat(tasks.findByCode("c-3")).isEqualTo(high)
        assertThat(tasks.findByCode("none")).isNull()
        assertThat(tasks.findByOwnerOrderByPriorityDesc("bob")).containsExactly(high, low)
        assertThat(tasks.findByOwnerAndPriorityBetween("bob", 1, 2)).containsExactly(low)
        assertThat(tasks.findByPlaceCity("Linz")).containsExactly(low)
        assertThat(tasks.findOpenByOwner("bob")).containsExactly(low)
        val window = tasks.findWindowByOwnerOrderByPriority("bob", ScrollPosition.keyset(), Limit.of(1))
        assertThat(window.content).containsExactly(low)
        val next = tasks.findWindowByOwnerOrderByPriority("bob", window.positionAt(0), Limit.of(1))
        assertThat(next.content).containsExactly(high)
        assertThat(template.query(Task::class.java).where(Filter.eq("owner", "bob")).count()).isEqualTo(2)
        assertThatExceptionOfType(EmptyResultDataAccessException::class.java)
            .isThrownBy { tasks.getByCode("none") }
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    fun `refuses a unique value that is taken`() {
        tasks.save(Task(owner = "eve", code = "c-4"))
        assertThatExceptionOfType(DuplicateKeyException::class.java)
            .isThrownBy { tasks.save(Task(owner = "fay", code = "c-4")) }
        tasks.deleteAll()
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    fun `reads a row of before a property with a default was added`() {
        store("old", """{"id":"old","owner":"ann","place":{"city":"Wien"}}""")
        assertThat(tasks.findById("old"))
            .contains(Task(id = "old", owner = "ann", code = null, place = Place("Wien"), version = 7))
        remove()
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    fun `says which property a damaged row lacks`() {
        store("bad", """{"id":"bad"}""")
        assertThatExceptionOfType(DataRetrievalFailureException::class.java)
            .isThrownBy { tasks.findById("bad") }
            .havingRootCause()
            .withMessageContaining("owner")
        remove()
    }

    @Test
    fun `takes a value class as an id`() {
        val saved = tickets.save(Ticket(TicketId("t-1"), "text"))
        assertThat(saved).isEqualTo(Ticket(TicketId("t-1"), "text", 0))
        assertThat(tickets.findById("t-1")).contains(saved)
    }

    @Test
    fun `reads null as null even where the default is another`() {
        val saved = notes.save(Note("n-1", null, listOf()))
        assertThat(notes.findById("n-1")).contains(saved)
        assertThat(notes.save(saved.copy(text = "t")).text).isEqualTo("t")
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    fun `reads a property under its former name`() {
        store("renamed", """{"id":"renamed","who":"ann"}""")
        assertThat(tasks.findById("renamed")).map { it.owner }.contains("ann")
        remove()
    }

    private fun store(id: String, json: String) {
        tasks.save(Task(id = id, owner = "first", code = null))
        val transaction = client.begin()
        val row = client.snapshot().scan(Scan.prefix(Key.of("tito:data:task:"))).single()
        transaction.put(row.key(), RowEnvelope(7, listOf(), json.toByteArray()).encode())
        transaction.commit()
    }

    private fun remove() {
        val transaction = client.begin()
        client.snapshot().scan(Scan.prefix(Key.of("tito:"))).filter { it.key().text().contains(":task:") }
            .forEach { transaction.delete(it.key()) }
        transaction.commit()
    }
}
