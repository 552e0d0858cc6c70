package io.tito.kotlin

import io.tito.annotation.FormerName
import io.tito.annotation.TitoEntity
import io.tito.annotation.TitoIndex
import org.springframework.data.annotation.Id
import org.springframework.data.annotation.Version
import java.time.Instant

/**
 * What a Kotlin application writes: values only, nullable types where null is allowed, defaults.
 */
@TitoEntity("task")
@TitoIndex(name = "by_owner", fields = ["owner", "priority"])
@TitoIndex(name = "by_city", fields = ["place.city"])
@TitoIndex(name = "by_code", fields = ["code"], unique = true)
@TitoIndex(name = "open", fields = ["owner"], condition = "open")
data class Task(
    @Id val id: String? = null,
    @FormerName("who") val owner: String,
    val code: String?,
    val priority: Int = 3,
    val open: Boolean = true,
    val title: String = "untitled",
    val tags: List<String> = listOf("new"),
    val place: Place? = null,
    val due: Instant? = null,
    @Version val version: Long? = null,
)

data class Place(val city: String, val zip: String = "00000")
