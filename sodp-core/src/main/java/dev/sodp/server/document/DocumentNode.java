// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON document that knows where it stands. Immutable.
 */
public final class DocumentNode {

	private final Kind kind;

	private final int line;

	private final int column;

	private final Map<String, DocumentNode> members;

	private final List<DocumentNode> elements;

	private final String text;

	private DocumentNode(Kind kind, int line, int column, Map<String, DocumentNode> members,
			List<DocumentNode> elements, String text) {
		this.kind = kind;
		this.line = line;
		this.column = column;
		this.members = members;
		this.elements = elements;
		this.text = text;
	}

	static DocumentNode object(Map<String, DocumentNode> members, int line, int column) {
		return new DocumentNode(Kind.OBJECT, line, column, Collections.unmodifiableMap(new LinkedHashMap<>(members)),
				List.of(), "");
	}

	static DocumentNode array(List<DocumentNode> elements, int line, int column) {
		return new DocumentNode(Kind.ARRAY, line, column, Map.of(), List.copyOf(elements), "");
	}

	static DocumentNode scalar(Kind kind, String text, int line, int column) {
		return new DocumentNode(kind, line, column, Map.of(), List.of(), text);
	}

	/**
	 * Parses a document.
	 * @param json a JSON document in UTF-8, with or without a byte order mark
	 * @return its root
	 * @throws InvalidDocumentException if it is not one complete JSON document, or an
	 * object of it has two members of the same name
	 */
	public static DocumentNode parse(byte[] json) {
		return new DocumentParser(json).parse();
	}

	/**
	 * Returns what kind of value this is.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns the member of an object.
	 * @param name its name
	 * @return its value; null if there is none, or this is no object
	 */
	public @Nullable DocumentNode member(String name) {
		return this.members.get(name);
	}

	/**
	 * Returns the members of an object, or fails.
	 * @param what what the object is, for the message, such as {@code "A rule"}
	 * @return the members in the order of the document
	 * @throws InvalidDocumentException if this is no object
	 */
	public Map<String, DocumentNode> members(String what) {
		require(Kind.OBJECT, what);
		return this.members;
	}

	/**
	 * Returns the elements of an array, or fails.
	 * @param what what the array is, for the message
	 * @return the elements
	 * @throws InvalidDocumentException if this is no array
	 */
	public List<DocumentNode> elements(String what) {
		require(Kind.ARRAY, what);
		return this.elements;
	}

	/**
	 * Returns a text, or fails.
	 * @param what what the text is, for the message
	 * @return the text
	 * @throws InvalidDocumentException if this is no text
	 */
	public String text(String what) {
		require(Kind.TEXT, what);
		return this.text;
	}

	/**
	 * Returns a boolean, or fails.
	 * @param what what the boolean is, for the message
	 * @return the boolean
	 * @throws InvalidDocumentException if this is no boolean
	 */
	public boolean bool(String what) {
		require(Kind.BOOLEAN, what);
		return Boolean.parseBoolean(this.text);
	}

	private void require(Kind expected, String what) {
		if (this.kind != expected) {
			throw problem(what + " must be " + expected.describe() + ", not " + this.kind.describe());
		}
	}

	/**
	 * Creates an exception that names the place of this value.
	 * @param reason what is wrong with it, without a full stop
	 * @return the exception, to be thrown
	 */
	public InvalidDocumentException problem(String reason) {
		return new InvalidDocumentException(reason, this.line, this.column, null);
	}

	/**
	 * Warns of the members of an object that have no meaning.
	 * @param what what the object is, for the message
	 * @param known the names of the members that have one
	 * @param warnings where to add a warning for each of the others
	 */
	public void warnOfUnknownMembers(String what, List<String> known, List<String> warnings) {
		List<String> unknown = new ArrayList<>(this.members.keySet());
		unknown.removeAll(known);
		for (String name : unknown) {
			warnings.add(this.members.getOrDefault(name, this)
				.located(what + " has a member '" + name + "', which has no meaning here and is ignored"));
		}
	}

	/**
	 * Puts the place of this value before a text.
	 * @param text a sentence without its full stop
	 * @return line, column and the text
	 */
	public String located(String text) {
		return InvalidDocumentException.at(this.line, this.column) + text;
	}

	/** The kinds of JSON values. */
	public enum Kind {

		/** Members by name. */
		OBJECT,

		/** A list of values. */
		ARRAY,

		/** A string. */
		TEXT,

		/** A number. */
		NUMBER,

		/** True or false. */
		BOOLEAN,

		/** Nothing. */
		NULL;

		String describe() {
			return switch (this) {
				case OBJECT, ARRAY -> "an " + name().toLowerCase(Locale.ROOT);
				case TEXT, NUMBER, BOOLEAN -> "a " + name().toLowerCase(Locale.ROOT);
				case NULL -> "null";
			};
		}

	}

}
