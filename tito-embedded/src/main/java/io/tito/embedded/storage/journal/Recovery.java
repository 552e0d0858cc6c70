package io.tito.embedded.storage.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a journal says after a stop or crash: the records that must be applied again.
 * <p>
 * Each frame knows up to which sequence all was on the disk when it was written. So a
 * record that cannot be read is the cut end of what nobody was promised, unless a frame
 * anywhere knows that it was on the disk: then it is damaged. Remains of older rounds
 * have smaller sequences than what follows and are never taken for it.
 *
 * @param records the records, oldest first
 * @param lastSequence the greatest sequence that was ever used, as far as can be seen
 * @param newest the number of the segment that was written to
 */
public record Recovery(List<Entry> records, long lastSequence, int newest) {

	/**
	 * That of a directory which has no journal yet.
	 */
	public static final Recovery NOTHING = new Recovery(List.of(), 0, 1);

	/**
	 * Read a journal; nothing is changed.
	 * @param directory where it is
	 * @return what it says
	 * @throws IOException if it cannot be read, or something is missing that was on the
	 * disk
	 */
	public static Recovery read(Path directory) throws IOException {
		List<Image> images = new ArrayList<>();
		for (int i = 0; i < Journal.SEGMENTS; i++) {
			if (!Files.exists(Segment.path(directory, i))) {
				throw new IOException("the journal's file '" + Segment.path(directory, i) + "' is missing");
			}
			images.add(Image.of(Segment.content(directory, i)));
		}
		return of(images);
	}

	private static Recovery of(List<Image> images) throws IOException {
		Image newest = images.get(0);
		for (Image image : images) {
			newest = (image.first() > newest.first()) ? image : newest;
		}
		if (newest.header() == null) {
			throw new IOException("the journal has no segment with a readable beginning");
		}
		List<Entry> records = new ArrayList<>();
		long end = chain(images, newest.neededFrom(), records);
		long forced = images.stream().mapToLong(Image::lastForced).max().orElse(0);
		if (forced >= end) {
			throw new IOException("record " + end + " of the journal cannot be read, although it was on the disk");
		}
		long last = images.stream().mapToLong(Image::lastSequence).max().orElse(0);
		return new Recovery(records, last, images.indexOf(newest));
	}

	// from segment to segment, as long as each begins where the one before ends
	private static long chain(List<Image> images, long from, List<Entry> records) {
		long end = from;
		for (int i = 0; i < images.size(); i++) {
			for (Image image : images) {
				if (image.header() != null && image.first() == end) {
					image.records().forEach((frame) -> records.add(entry(frame)));
					end = image.end();
				}
			}
		}
		return end;
	}

	private static Entry entry(Frame frame) {
		byte[] record = new byte[frame.payload().remaining()];
		frame.payload().get(0, record);
		return new Entry(frame.sequence(), record);
	}

	/**
	 * A record as it was appended.
	 *
	 * @param sequence its sequence
	 * @param record what it says
	 */
	public record Entry(long sequence, byte[] record) {
	}

	/**
	 * The sequence of the last record.
	 * @return the sequence, or 0 if there is none
	 */
	public long end() {
		return this.records.isEmpty() ? 0 : this.records.get(this.records.size() - 1).sequence();
	}

}
