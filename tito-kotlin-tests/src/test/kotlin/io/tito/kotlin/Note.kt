package io.tito.kotlin

import io.tito.annotation.TitoEntity
import io.tito.repository.TitoRepository
import org.springframework.data.annotation.Id

/**
 * All its properties have defaults, so that it has a constructor without parameters, too.
 */
@TitoEntity("note")
data class Note(@Id val id: String = "", val text: String? = "empty", val words: List<String> = listOf("new"))

interface Notes : TitoRepository<Note, String>
