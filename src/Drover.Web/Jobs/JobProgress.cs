using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>What a follower of a job has been told, and frames of an event stream with what is new to him.</summary>
/// <param name="call">Who follows.</param>
/// <param name="id">The job. It exists.</param>
/// <param name="seesInside">Whether he may see results.</param>
/// <param name="after">Serial of the last log entry that he has; null when he wants none.</param>
internal sealed class JobProgress(Call call, long id, bool seesInside, int? after)
{
    private readonly ArrayBufferWriter<byte> _data = new(1024);
    private int? _serial = after;
    private Job? _told;

    /// <summary>A frame could not hold all that there is: the next one goes on at once.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The end of the job has been told, after all of its log.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What is new. Answers from memory.</summary>
    public JobNews Look()
    {
        var state = call.Kernel.State;
        if (state.Unfinished(id) is not { } job || _told is null || !HaveSameStatus(job, _told))
            return JobNews.Status;
        return _serial is { } last && state.LastLogSerial(id) > last ? JobNews.Log : JobNews.None;
    }

    /// <summary>Writes a frame with all that is new at this moment.</summary>
    public void WriteTo(PipeWriter output)
    {
        using var context = call.Kernel.Look(call.Caller);
        var job = JobLookup.Body(context, JobLookup.Entry(context, id));
        var logs = _serial is { } last ? context.Store.Logs(id, last, JobWriter.MostLogs) : [];
        IsBehind = logs.Count == JobWriter.MostLogs;
        IsOver = job.Status.IsFinal() && !IsBehind;
        _data.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_data, JsonAnswer.Options))
        {
            writer.WriteStartObject();
            JobWriter.WriteStatus(writer, job, IsBehind);
            if (!IsBehind && (IsOver || _told is null || !HaveSameStatus(job, _told)))
            {
                JobWriter.WriteOpcodes(writer, job, seesInside);
                _told = job;
            }
            JobWriter.WriteLogs(writer, logs);
            writer.WriteEndObject();
        }
        if (logs.Count > 0)
            _serial = logs[^1].Serial;
        output.Write("data: "u8);
        output.Write(_data.WrittenSpan);
        output.Write("\n\n"u8);
    }

    private static bool HaveSameStatus(Job one, Job other)
    {
        if (ReferenceEquals(one, other))
            return true;
        for (var i = 0; i < one.Ops.Length; i++)
            if (one.Ops[i].Status != other.Ops[i].Status)
                return false;
        return true;
    }
}
