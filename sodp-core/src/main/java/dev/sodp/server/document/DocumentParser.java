// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses one document into {@link DocumentNode}s.
 */
final class DocumentParser {

	private static final JsonFactory JSON = new JsonFactory();

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private final String text;

	DocumentParser(byte[] json) {
		this.text = decode(json);
	}

	/**
	 * Decodes the whole text first, so that columns count characters and a file in
	 * another encoding is not mistaken for one with strange names.
	 */
	private static String decode(byte[] json) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		CharBuffer decoded = CharBuffer.allocate(json.length);
		CoderResult result = decoder.decode(ByteBuffer.wrap(json), decoded, true);
		String text = decoded.flip().toString();
		if (result.isError()) {
			int lineStart = text.lastIndexOf('\n') + 1;
			throw new InvalidDocumentException("the file is not encoded in UTF-8",
					1 + (int) text.chars().filter((c) -> c == '\n').count(), 1 + text.length() - lineStart, null);
		}
		return (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

	DocumentNode parse() {
		if (this.text.isBlank()) {
			throw new InvalidDocumentException("the file is empty", 1, 1, null);
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), this.text)) {
			DocumentNode root = value(parser, parser.nextToken());
			if (parser.nextToken() != null) {
				throw problem("more than one JSON value", parser.currentTokenLocation(), null);
			}
			return root;
		}
		catch (JacksonException ex) {
			throw problem(reason(ex), ex.getLocation(), ex);
		}
	}

	/** Jackson has several exceptions for an end that comes too early. */
	private static String reason(JacksonException ex) {
		String message = ex.getOriginalMessage();
		return message.startsWith("Unexpected end-of-input") ? "the file ends before the JSON document does"
				: "invalid JSON: " + message;
	}

	private static DocumentNode value(JsonParser parser, @Nullable JsonToken token) {
		TokenStreamLocation location = parser.currentTokenLocation();
		if (token == null) {
			throw problem("a JSON value is missing", location, null);
		}
		int line = location.getLineNr();
		int column = location.getColumnNr();
		return switch (token) {
			case START_OBJECT -> DocumentNode.object(members(parser), line, column);
			case START_ARRAY -> DocumentNode.array(elements(parser), line, column);
			case VALUE_STRING -> DocumentNode.scalar(DocumentNode.Kind.TEXT, parser.getString(), line, column);
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
				DocumentNode.scalar(DocumentNode.Kind.NUMBER, parser.getString(), line, column);
			case VALUE_TRUE, VALUE_FALSE ->
				DocumentNode.scalar(DocumentNode.Kind.BOOLEAN, parser.getString(), line, column);
			case VALUE_NULL -> DocumentNode.scalar(DocumentNode.Kind.NULL, "", line, column);
			default -> throw problem("a JSON value is missing", location, null);
		};
	}

	private static Map<String, DocumentNode> members(JsonParser parser) {
		Map<String, DocumentNode> members = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			TokenStreamLocation location = parser.currentTokenLocation();
			if (members.put(name, value(parser, parser.nextToken())) != null) {
				throw problem("there are two members '" + name + "' in the same object", location, null);
			}
		}
		return members;
	}

	private static List<DocumentNode> elements(JsonParser parser) {
		List<DocumentNode> elements = new ArrayList<>();
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			elements.add(value(parser, token));
		}
		return elements;
	}

	private static InvalidDocumentException problem(String reason, @Nullable TokenStreamLocation location,
			@Nullable Throwable cause) {
		int line = (location != null) ? location.getLineNr() : 1;
		int column = (location != null) ? location.getColumnNr() : 1;
		return new InvalidDocumentException(reason, Math.max(1, line), Math.max(1, column), cause);
	}

}
