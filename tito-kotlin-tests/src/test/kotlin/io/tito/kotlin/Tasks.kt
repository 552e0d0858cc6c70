package io.tito.kotlin

import io.tito.annotation.TitoUseIndex
import io.tito.repository.TitoRepository
import org.springframework.data.domain.Limit
import org.springframework.data.domain.ScrollPosition
import org.springframework.data.domain.Window

interface Tasks : TitoRepository<Task, String> {

    fun findByCode(code: String): Task?

    fun getByCode(code: String): Task

    fun findByOwnerOrderByPriorityDesc(owner: String): List<Task>

    fun findByOwnerAndPriorityBetween(owner: String, low: Int, high: Int): List<Task>

    fun findByPlaceCity(city: String): List<Task>

    @TitoUseIndex("open")
    fun findOpenByOwner(owner: String): List<Task>

    fun findWindowByOwnerOrderByPriority(owner: String, position: ScrollPosition, limit: Limit): Window<Task>
}
