using System.Runtime.InteropServices;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>WaitForJobChange: <c>[id, fields, previous values, previous log serial, timeout in seconds]</c>. Woken by the kernel, so that
/// waiting costs neither a thread nor a look at the job.</summary>
internal sealed class WaitForJobChangeCall(long id, string[] fields, JsonElement? previous, int afterSerial, TimeSpan timeout) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(5);
        return new WaitForJobChangeCall(
            args.JobId(0), args.Texts(1),
            args.IsNull(2) ? null : args[2].Clone(),
            args.IsNull(3) ? 0 : args.Int(3),
            Seconds.ToTimeSpan(args.Number(4)))
        { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var kernel = context.Kernel;
        var limit = timeout < context.Server.Options.LongestWait ? timeout : context.Server.Options.LongestWait;
        var start = kernel.Clock.GetTimestamp();
        while (true)
        {
            // Only an unfinished job will change; its wake-up is taken before the job is looked at.
            using var change = kernel.State.Unfinished(id) is null ? null : kernel.Watch.Next(id);
            var state = kernel.State;
            if (state.Jobs.GetValueOrDefault(id) is not { } job)
                return Is26 ? LuxiResult.Null : throw new LuxiErrorException("JobLost", "Can't load job file");
            context.Require(Permission.ToJob(AccessAction.View, job));
            var values = await JobValues.ReadAsync(context, job, fields, Is26);
            var mayHaveLogs = MayHaveLogs(context, job, state);
            if (mayHaveLogs && context.AtOnce)
                return LuxiResult.NotAtOnce;
            var logs = mayHaveLogs ? Logs(context) : [];
            if (change is null || job is FinishedJob || job.Status == JobStatus.Canceling || logs.Count > 0 || Differs(values))
                return Answer(values, logs);
            var rest = limit - kernel.Clock.GetElapsedTime(start);
            if (rest <= TimeSpan.Zero || !await change.WaitAsync(rest, kernel.Clock, context.Ended))
            {
                context.Gone.ThrowIfCancellationRequested();
                return Is26 ? LuxiResult.Of("nochange") : Answer(values, []);
            }
        }
    }

    /// <summary>Whether there may be log entries that the caller has not seen; they are for operators and the job's owner. Of jobs that have not ended
    /// before the start of the daemon memory knows the last one, so that most waits never look into the store.</summary>
    private bool MayHaveLogs(CallContext context, JobEntry job, KernelState state) =>
        AccessGate.Allows(context.Caller, Permission.ToJob(AccessAction.Inspect, job))
        && ((job is FinishedJob finished ? finished.LastLogSerial : state.LastLogSerial(id)) is not { } last || last > afterSerial);

    private IReadOnlyList<LogRow> Logs(CallContext context)
    {
        using var reader = context.Kernel.ReadStore();
        return reader.Logs(id, afterSerial);
    }

    private bool Differs(ReadOnlyMemory<byte> values)
    {
        if (previous is not { } known)
            return true;
        if (JsonMarshal.GetRawUtf8Value(known).SequenceEqual(values.Span))
            return false;
        using var now = JsonDocument.Parse(values);
        return !JsonElement.DeepEquals(known, now.RootElement);
    }

    private static LuxiResult Answer(ReadOnlyMemory<byte> values, IReadOnlyList<LogRow> logs) => LuxiResult.Of(writer =>
    {
        writer.WriteStartArray();
        writer.WriteRawValue(values.Span, skipInputValidation: true);
        writer.WriteStartArray();
        foreach (var entry in logs)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(entry.Serial);
            entry.Time.WriteTo(writer);
            writer.WriteStringValue(entry.Type);
            writer.WriteRawValue(entry.Content.Span, skipInputValidation: true);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndArray();
    });
}
