using System.Collections.Frozen;
using System.Text.Json;
using Drover.Kernel.Journal;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Jobs;

/// <summary>The table of jobs: Ganeti's fields, and some of our own.</summary>
internal static class JobResource
{
    private static readonly FrozenSet<string> s_ofBody =
        FrozenSet.Create(StringComparer.Ordinal, "opstatus", "oppriority", "opstart", "opexec", "opend", "ops", "opresult", "trace");

    public static Resource Build() => Resource.Of<JobView>("job", "Jobs of the queue")
        .KeyedBy("id", view => view.Entry.Id)
        .Rows(JobView.All, inKeyOrder: true)
        .RowsAfter((context, key) => JobView.After(context, key.Number))
        .RowsBefore((context, key) => JobView.Before(context, key?.Number ?? long.MaxValue))
        .FindById((context, id) => JobView.Find(context, id))
        .Fetch(Fetch)
        .OwnedBy(view => view.Entry.Owner)
        .VisibleTo(Visibility.Everyone)
        .Field("id", "ID", FieldKind.Number, "Job ID", v => v.Entry.Id, FieldFlags.JobId, isDefault: true)
        .Field("status", "Status", FieldKind.Text, "Job status", v => v.Entry.Status.Name(), isDefault: true)
        .Field("priority", "Priority", FieldKind.Number, "Priority from -20 (first) to 19 (last); the lowest number among unfinished opcodes",
            v => v.Entry.Priority)
        .Field("archived", "Archived", FieldKind.Bool, "Whether the job has been archived", v => v.Archived)
        .Field("summary", "Summary", FieldKind.Other, "One short text per opcode", v => FieldValue.Of(v.Entry.Summaries), isDefault: true)
        .Field("owner", "Owner", FieldKind.Number, "User ID of who submitted the job, if a user of the master's machine did",
            v => v.Entry.Owner.Uid is { } uid ? uid : FieldValue.Unavailable)
        .Field("principal", "Principal", FieldKind.Text, "Who submitted the job, such as uid:1000", v => v.Entry.Owner.ToString())
        .Field("received_ts", "Received", FieldKind.Other, "When the job was received, as seconds and microseconds",
            v => FieldValue.Split(v.Entry.Received), FieldFlags.SplitTimestamp)
        .Field("start_ts", "Start", FieldKind.Other, "When the job first left the queue, as seconds and microseconds",
            v => Moment(v.Entry.Started), FieldFlags.SplitTimestamp)
        .Field("end_ts", "End", FieldKind.Other, "When the job ended, as seconds and microseconds",
            v => Moment(v.Entry.Ended), FieldFlags.SplitTimestamp)
        .Field(Own("cancel_requested", "CancelRequested", FieldKind.Bool, "Whether somebody asked to cancel the running job"),
            (_, v) => v.Entry is Job { CancelRequested: not null })
        .Field(Own("waits_for", "WaitsFor", FieldKind.Text, "What the running operation says that it waits for"),
            (context, v) => context.Kernel.WaitsFor(v.Entry.Id) is { } what ? FieldValue.Of(what) : FieldValue.Unavailable)
        .Field(Own("opstatus", "OpCode_status", FieldKind.Other, "Status of each opcode"),
            (context, v) => EachOp(context, v, (op, w) => w.WriteStringValue(op.Status.Name())))
        .Field(Own("oppriority", "OpCode_prio", FieldKind.Other, "Priority of each opcode"),
            (context, v) => EachOp(context, v, (op, w) => w.WriteNumberValue(op.Priority)))
        .Field(Own("opstart", "OpCode_start", FieldKind.Other, "When each opcode left the queue, before it had its locks"),
            (context, v) => EachOp(context, v, (op, w) => Write(w, op.Started)))
        .Field(Own("opexec", "OpCode_exec", FieldKind.Other, "When each opcode began to run, with its locks"),
            (context, v) => EachOp(context, v, (op, w) => Write(w, op.Executed)))
        .Field(Own("opend", "OpCode_end", FieldKind.Other, "When each opcode ended"),
            (context, v) => EachOp(context, v, (op, w) => Write(w, op.Ended)))
        .VisibleTo(Visibility.Owner)
        .Field(Own("ops", "OpCodes", FieldKind.Other, "Accepted parameters of each opcode"),
            (context, v) => EachOp(context, v, (op, w) => op.Input.WriteTo(w)))
        .Field(Own("opresult", "OpCode_result", FieldKind.Other, "Result of each opcode"),
            (context, v) => EachOp(context, v, (op, w) => op.Result.WriteTo(w)))
        .Field(Own("trace", "Trace", FieldKind.Text, "Trace that the submit was a part of, as traceparent of W3C Trace Context"),
            (context, v) => v.Body(context).Trace is { } trace ? FieldValue.Of(trace) : FieldValue.Unavailable)
        .Field(Own("oplog", "OpCode_log", FieldKind.Other, "Log entries of each opcode"), Log)
        .Build();

    private static void Fetch(QueryContext context, IReadOnlyList<JobView> views, IReadOnlyList<FieldDefinition> fields)
    {
        if (fields.Any(field => s_ofBody.Contains(field.Name)))
            JobView.FetchBodies(context, views);
        if (fields.Any(field => field.Name == "oplog"))
            JobView.FetchLogs(context, views);
    }

    private static FieldDefinition Own(string name, string title, FieldKind kind, string doc) => new(name, title, kind, doc);

    private static FieldValue Moment(Timestamp? moment) => moment is { } known ? FieldValue.Split(known) : FieldValue.Unavailable;

    private static void Write(Utf8JsonWriter writer, Timestamp? moment)
    {
        if (moment is { } known)
            known.WriteTo(writer);
        else
            writer.WriteNullValue();
    }

    private static FieldValue EachOp(QueryContext context, JobView view, Action<Opcode, Utf8JsonWriter> write) =>
        FieldValue.Json(RawJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var op in view.Body(context).Ops)
                write(op, writer);
            writer.WriteEndArray();
        }).Utf8);

    private static FieldValue Log(QueryContext context, JobView view)
    {
        var byOpcode = view.Logs(context).ToLookup(entry => entry.Opcode);
        return FieldValue.Json(RawJson.Write(writer =>
        {
            writer.WriteStartArray();
            for (var i = 0; i < view.Entry.Summaries.Count; i++)
            {
                writer.WriteStartArray();
                foreach (var entry in byOpcode[i])
                    Write(writer, entry);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }).Utf8);
    }

    private static void Write(Utf8JsonWriter writer, LogRow entry)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(entry.Serial);
        entry.Time.WriteTo(writer);
        writer.WriteStringValue(entry.Type);
        writer.WriteRawValue(entry.Content.Span, skipInputValidation: true);
        writer.WriteEndArray();
    }
}
