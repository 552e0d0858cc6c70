package io.tito.embedded.rpc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.mvcc.NewerFields;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.CodedInputStream;
import org.tikv.shade.com.google.protobuf.WireFormat;

/**
 * Finds {@code PrewriteRequest.pessimistic_actions} in the bytes of a request. The
 * messages in use know a list of booleans there, so that of the action 2 only "true" is
 * left in them.
 */
final class PessimisticActions {

	private PessimisticActions() {
	}

	static boolean hasAny(PrewriteRequest request) {
		return request.getIsPessimisticLockCount() > 0;
	}

	static boolean hasAny(BatchCommandsRequest batch) {
		return batch.getRequestsList().stream().anyMatch((each) -> each.hasPrewrite() && hasAny(each.getPrewrite()));
	}

	static PrewriteRequest note(PrewriteRequest request, CodedInputStream bytes) throws IOException {
		return NewerFields.withPessimisticActions(request, actions(bytes));
	}

	static BatchCommandsRequest note(BatchCommandsRequest batch, CodedInputStream bytes) throws IOException {
		BatchCommandsRequest.Builder noted = batch.toBuilder();
		List<ByteString> requests = messages(bytes, BatchCommandsRequest.REQUESTS_FIELD_NUMBER);
		for (int i = 0; i < requests.size(); i++) {
			PrewriteRequest prewrite = batch.getRequests(i).getPrewrite();
			if (hasAny(prewrite)) {
				ByteString raw = last(messages(requests.get(i).newCodedInput(), Request.PREWRITE_FIELD_NUMBER));
				noted.getRequestsBuilder(i).setPrewrite(note(prewrite, raw.newCodedInput()));
			}
		}
		return noted.build();
	}

	private static ByteString last(List<ByteString> messages) {
		return messages.get(messages.size() - 1);
	}

	private static List<ByteString> messages(CodedInputStream bytes, int field) throws IOException {
		List<ByteString> found = new ArrayList<>();
		int wanted = tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		int tag = bytes.readTag();
		while (tag != 0) {
			if (tag == wanted) {
				found.add(bytes.readBytes());
			}
			else {
				bytes.skipField(tag);
			}
			tag = bytes.readTag();
		}
		return found;
	}

	// a repeated number may come packed or not
	private static List<Long> actions(CodedInputStream bytes) throws IOException {
		List<Long> actions = new ArrayList<>();
		int tag = bytes.readTag();
		while (tag != 0) {
			if (tag == tag(PrewriteRequest.IS_PESSIMISTIC_LOCK_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT)) {
				actions.add(bytes.readUInt64());
			}
			else if (tag == tag(PrewriteRequest.IS_PESSIMISTIC_LOCK_FIELD_NUMBER,
					WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
				CodedInputStream packed = bytes.readBytes().newCodedInput();
				while (!packed.isAtEnd()) {
					actions.add(packed.readUInt64());
				}
			}
			else {
				bytes.skipField(tag);
			}
			tag = bytes.readTag();
		}
		return actions;
	}

	private static int tag(int field, int wireType) {
		return (field << 3) | wireType;
	}

}
