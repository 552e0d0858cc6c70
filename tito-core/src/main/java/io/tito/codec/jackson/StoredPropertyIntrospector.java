package io.tito.codec.jackson;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tito.annotation.FormerName;
import io.tito.annotation.TitoRelation;
import io.tito.codec.TitoCustomConversions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.introspect.PotentialCreator;
import tools.jackson.databind.jsontype.NamedType;

import org.springframework.beans.BeanUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.data.annotation.PersistenceCreator;
import org.springframework.data.annotation.Transient;

/**
 * Reads Spring Data's annotations and converters in place of Jackson's, except for those
 * that name subtypes.
 */
final class StoredPropertyIntrospector extends NopAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	private final JacksonAnnotationIntrospector types = new JacksonAnnotationIntrospector();

	private final transient TitoCustomConversions conversions;

	StoredPropertyIntrospector(TitoCustomConversions conversions) {
		this.conversions = conversions;
	}

	@Override
	public boolean hasIgnoreMarker(MapperConfig<?> config, AnnotatedMember member) {
		return member.hasAnnotation(Transient.class);
	}

	/**
	 * Relations are made, empty, and never written.
	 */
	@Override
	public JsonProperty.@Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated annotated) {
		return annotated.hasAnnotation(TitoRelation.class) ? JsonProperty.Access.WRITE_ONLY : null;
	}

	@Override
	public @Nullable String findImplicitPropertyName(MapperConfig<?> config, AnnotatedMember member) {
		if (member instanceof AnnotatedParameter parameter
				&& parameter.getOwner().getAnnotated() instanceof Executable executable) {
			Parameter declared = executable.getParameters()[parameter.getIndex()];
			return declared.isNamePresent() ? declared.getName() : null;
		}
		return null;
	}

	@Override
	public List<PropertyName> findPropertyAliases(MapperConfig<?> config, Annotated annotated) {
		FormerName former = annotated.getAnnotation(FormerName.class);
		return (former != null) ? Arrays.stream(former.value()).map(PropertyName::construct).toList() : List.of();
	}

	@Override
	public @Nullable Object findSerializationConverter(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass type) ? ConvertedType.writing(this.conversions, type.getRawType())
				: null;
	}

	@Override
	public @Nullable Object findDeserializationConverter(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass type) ? ConvertedType.reading(this.conversions, type.getRawType())
				: null;
	}

	@Override
	public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
		return annotated.hasAnnotation(PersistenceCreator.class) ? JsonCreator.Mode.PROPERTIES : null;
	}

	/**
	 * As Spring Data chooses: Kotlin's primary constructor, the one without parameters,
	 * else the only one.
	 */
	@Override
	public @Nullable PotentialCreator findPreferredCreator(MapperConfig<?> config, AnnotatedClass type,
			List<PotentialCreator> constructors, List<PotentialCreator> factories, Optional<PotentialCreator> empty) {
		if (KotlinDetector.isKotlinType(type.getRawType())) {
			return primary(type.getRawType(), constructors);
		}
		if (empty.isPresent() || constructors.size() != 1 || type.getRawType().isRecord()) {
			return null;
		}
		PotentialCreator only = constructors.get(0);
		only.overrideMode(JsonCreator.Mode.PROPERTIES);
		return only;
	}

	private static @Nullable PotentialCreator primary(Class<?> type, List<PotentialCreator> constructors) {
		Constructor<?> primary = BeanUtils.findPrimaryConstructor(type);
		for (PotentialCreator constructor : constructors) {
			boolean only = primary == null && constructors.size() == 1;
			if (only || constructor.creator().getAnnotated().equals(primary)) {
				constructor.overrideMode(JsonCreator.Mode.PROPERTIES);
				return constructor;
			}
		}
		return null;
	}

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return this.types.findPolymorphicTypeInfo(config, annotated);
	}

	@Override
	public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
		return this.types.findTypeResolverBuilder(config, annotated);
	}

	@Override
	public @Nullable Object findTypeIdResolver(MapperConfig<?> config, Annotated annotated) {
		return this.types.findTypeIdResolver(config, annotated);
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		return this.types.findSubtypes(config, annotated);
	}

	@Override
	public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
		return this.types.findTypeName(config, type);
	}

}
