using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>WaitForJobChange: <c>[id, fields, previous values, previous log serial, timeout in seconds]</c>. Woken by the kernel, so that
/// waiting costs neither a thread nor a look at the job.</summary>
internal sealed class WaitForJobChangeCall(long id, string[] fields, JsonElement? previous, int afterSerial, TimeSpan timeout) : LuxiCall
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
        CancellationTokenSource? end = null;
        try
        {
            while (true)
            {
                // Only an unfinished job will change; its wake-up is taken before the job is looked at.
                var change = kernel.State.Unfinished(id) is null ? null : kernel.Watch.NextChange(id);
                if (kernel.State.Jobs.GetValueOrDefault(id) is not { } job)
                    return Is26 ? LuxiResult.Null : throw new LuxiErrorException("JobLost", "Can't load job file");
                var values = await JobValues.ReadAsync(context, job, fields, Is26);
                var logs = Logs(context, job);
                if (change is null || job is FinishedJob || job.Status == JobStatus.Canceling || logs.Count > 0 || Differs(values))
                {
                    if (job is FinishedJob && change is not null)
                        kernel.Watch.Forget(id);
                    return Answer(values, logs);
                }
                var rest = limit - kernel.Clock.GetElapsedTime(start);
                end ??= CancellationTokenSource.CreateLinkedTokenSource(context.Gone, context.Closing);
                if (rest <= TimeSpan.Zero || !await HappensAsync(change, rest, kernel.Clock, end.Token))
                {
                    context.Gone.ThrowIfCancellationRequested();
                    return Is26 ? LuxiResult.Of("nochange") : Answer(values, []);
                }
            }
        }
        finally
        {
            end?.Dispose();
        }
    }

    /// <summary>False when nothing happens until the time is over, or the door closes, or the client goes.</summary>
    private static async Task<bool> HappensAsync(Task change, TimeSpan rest, TimeProvider clock, CancellationToken end)
    {
        try
        {
            await change.WaitAsync(rest, clock, end);
            return true;
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Log entries that the caller has not seen; they are for operators and the job's owner.</summary>
    private IReadOnlyList<LogRow> Logs(CallContext context, JobEntry job)
    {
        if (context.Caller.Role < Role.Operator && context.Caller.Principal != job.Owner)
            return [];
        using var reader = context.Kernel.ReadStore();
        return reader.Logs(id, afterSerial);
    }

    private bool Differs(ReadOnlyMemory<byte> values)
    {
        if (previous is not { } known)
            return true;
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
