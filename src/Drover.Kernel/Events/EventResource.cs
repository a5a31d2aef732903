using Drover.Kernel.Journal;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Events;

/// <summary>The journal as a table.</summary>
internal static class EventResource
{
    public static Resource Build() => Resource.Of<JournalRecord>("event", "Happenings in the journal")
        .KeyedBy("seq", record => record.Sequence)
        .Rows(context => context.Store.Journal(), inKeyOrder: true)
        .RowsAfter((context, key) => context.Store.Journal(key.Number))
        .RowsBefore((context, key) => context.Store.JournalBackwards(key?.Number ?? long.MaxValue))
        .FindById((context, seq) => context.Store.Journal(seq - 1, 1).FirstOrDefault(record => record.Sequence == seq))
        .VisibleTo(Visibility.Everyone)
        .Field("seq", "Seq", FieldKind.Number, "Number in the journal", r => r.Sequence, isDefault: true)
        .Field("time", "Time", FieldKind.Timestamp, "When it was written", r => FieldValue.Seconds(r.Time), isDefault: true)
        .Field("actor", "Actor", FieldKind.Text, "Who caused it", r => r.Actor, isDefault: true)
        .Field("kind", "Kind", FieldKind.Text, "Name of the happening", r => r.Kind, isDefault: true)
        .Field(new FieldDefinition("payload", "Payload", FieldKind.Other, "What happened, as JSON; what the caller may not see is null"),
            (context, r) => FieldValue.Json(new RecordView(context.Kernel, context.Caller).Payload(r).Utf8))
        .VisibleTo(Visibility.Operators)
        .Field("hash", "Hash", FieldKind.Text, "Link to the record before, in hexadecimal", r => Convert.ToHexStringLower(r.Hash.Span))
        .Build();
}
