package io.tito.index;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.tito.annotation.IndexKeys;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.IndexField;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.UnknownFieldException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A definition of an index as it is stored, without the class that it belongs to, so that
 * an instance can keep an index that only other versions of the application declare.
 *
 * @param name the name
 * @param fingerprint the fingerprint of the definition
 * @param fields the paths of the fields
 * @param descending which of them are descending
 * @param unique whether it is unique
 * @param nullsIndexed whether it has entries for null
 * @param condition its condition
 * @param keys the class that makes its keys, empty if the fields do
 * @param revision its revision
 */
record IndexDeclaration(String name, String fingerprint, List<String> fields, List<Boolean> descending, boolean unique,
		boolean nullsIndexed, String condition, String keys, int revision) {

	IndexDeclaration {
		fields = List.copyOf(fields);
		descending = List.copyOf(descending);
	}

	static IndexDeclaration of(IndexDefinition index) {
		return new IndexDeclaration(index.name(), index.fingerprint(),
				index.fields().stream().map(IndexField::name).toList(),
				index.fields().stream().map(IndexField::descending).toList(), index.unique(), index.nullsIndexed(),
				index.condition(), (index.keys() != null) ? index.keys().getName() : "", index.revision());
	}

	String storedName() {
		return this.name + ":" + this.fingerprint;
	}

	/**
	 * The definition for a class that does not declare it.
	 * @return the definition; null if the class lacks what it needs, so that its rows
	 * have no entries in it
	 */
	@Nullable IndexDefinition resolve(TitoPersistentEntity<?> entity) {
		try {
			List<IndexField> resolved = new ArrayList<>();
			for (int i = 0; i < this.fields.size(); i++) {
				resolved.add(new IndexField(entity.field(this.fields.get(i)), this.descending.get(i)));
			}
			return IndexDefinition.of(this.name, resolved, this.unique, this.nullsIndexed, this.condition,
					keyClass(entity), this.revision);
		}
		catch (UnknownFieldException | ClassNotFoundException ex) {
			return null;
		}
	}

	@SuppressWarnings("unchecked")
	private @Nullable Class<? extends IndexKeys<?>> keyClass(TitoPersistentEntity<?> entity)
			throws ClassNotFoundException {
		return this.keys.isEmpty() ? null
				: (Class<? extends IndexKeys<?>>) ClassUtils.forName(this.keys, entity.getType().getClassLoader());
	}

	void write(DataOutputStream out) throws IOException {
		out.writeUTF(this.name);
		out.writeUTF(this.fingerprint);
		out.writeShort(this.fields.size());
		for (int i = 0; i < this.fields.size(); i++) {
			out.writeUTF(this.fields.get(i));
			out.writeBoolean(this.descending.get(i));
		}
		out.writeBoolean(this.unique);
		out.writeBoolean(this.nullsIndexed);
		out.writeUTF(this.condition);
		out.writeUTF(this.keys);
		out.writeInt(this.revision);
	}

	static IndexDeclaration read(DataInputStream in) throws IOException {
		String name = in.readUTF();
		String fingerprint = in.readUTF();
		List<String> fields = new ArrayList<>();
		List<Boolean> descending = new ArrayList<>();
		for (int left = in.readUnsignedShort(); left > 0; left--) {
			fields.add(in.readUTF());
			descending.add(in.readBoolean());
		}
		return new IndexDeclaration(name, fingerprint, fields, descending, in.readBoolean(), in.readBoolean(),
				in.readUTF(), in.readUTF(), in.readInt());
	}

}
