using System.Text.Json;
using Drover.Kernel.Journal;

namespace Drover.Cluster;

/// <summary>Reads of records of the journal which kind of object they change.</summary>
internal static class ObjectRecords
{
    /// <summary>Whether the record stores or removes an object of any kind.</summary>
    public static bool IsOfObjects(JournalRecord record) => record.Kind is "object-stored" or "object-removed";

    /// <summary>Kind of the object that the record stores or removes; null when it does neither.</summary>
    public static string? KindOf(JournalRecord record)
    {
        if (!IsOfObjects(record))
            return null;
        var reader = new Utf8JsonReader(record.Payload.Span);
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isKind)
                return reader.GetString();
            reader.Skip();
        }
        return null;
    }
}
