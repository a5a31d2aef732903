using System.Collections.Concurrent;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Lab;
using Drover.Lab.Callbacks;
using Drover.Lab.Definitions;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Sessions;
using Microsoft.Extensions.Logging;

namespace Drover.LavaWeb.Notify;

/// <summary>Makes calls beside everything else: each a task of its own, so many at once and no more. What came of one is recorded before it is told.</summary>
internal sealed class CallbackCaller(LabDomain lab, CallbackOptions options, ILoggerFactory logging) : IController, IDisposable
{
    private const int LongestOutcome = 200;
    private const int LooksForAPlace = 4;

    private readonly ILogger _log = logging.CreateLogger(LavaWebLog.Category);
    private readonly ConcurrentDictionary<string, (string Host, Task Call)> _calls = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = CallbackClient.Create(options);

    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_calls.Values.Select(call => call.Call));
        Dispose();
    }

    public void Dispose()
    {
        _http.Dispose();
        _stop.Dispose();
    }

    /// <summary>Begins the calls that are due, as far as there is room.</summary>
    public Task LookAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var now = Timestamp.From(kernel.Clock);
        var looks = 0;
        HashSet<(long Job, int Number)> earlier = [];
        foreach (var callback in kernel.State.Objects.All(Callback.Kind))
        {
            if (_calls.Count >= options.AtOnce || _stop.IsCancellationRequested)
                break;
            // They come in the order in which they were raised: the end of a job is not told before its begin.
            if (!earlier.Add((callback.Job, callback.Number)))
                continue;
            if (callback.Next > now || _calls.ContainsKey(callback.Key))
                continue;
            // Each look reads a definition from the store: what waits for a place of its host is looked at in the next round.
            if (++looks > LooksForAPlace * options.AtOnce)
                break;
            var (wanted, definition) = Wanted(kernel, callback);
            var host = wanted is not null && Uri.TryCreate(wanted.Url, UriKind.Absolute, out var address) ? address.Host : "";
            // One receiver that hangs does not take the places of all others.
            if (_calls.Values.Count(call => call.Host == host) >= Math.Max(1, options.AtOnce / 2))
                continue;
            // The place is taken before the call can give it back.
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _calls[callback.Key] = (host, MakeAsync(kernel, callback, wanted, definition, begun.Task));
            begun.SetResult();
        }
        return Task.CompletedTask;
    }

    private async Task MakeAsync(IKernel kernel, Callback callback, NotifyCallback? wanted, string definition, Task begun)
    {
        await begun;
        try
        {
            // It may have been done between the look at all and this one.
            if (kernel.State.Objects.Find(Callback.Kind, callback.Key) != callback)
                return;
            var (url, outcome) = wanted is null ? (null, CallOutcome.Failed("the definition of the job is kept no more")) : await CallAsync(kernel, callback, wanted, definition);
            if (outcome is null)
                return;
            var attempts = callback.Attempts + 1;
            var again = outcome.MayRetry && attempts <= options.Retries;
            var wait = options.RetryWait * Math.Pow(3, attempts - 1);
            await kernel.ExecuteAsync(new ReportCallback(callback with
            {
                Attempts = attempts,
                Url = url,
                Outcome = outcome.Text.Length <= LongestOutcome ? outcome.Text : outcome.Text[..LongestOutcome],
                Next = Timestamp.From(kernel.Clock) + wait,
                IsSent = outcome.IsTaken ? true : again ? null : false,
            }), Caller.System, CancellationToken.None);
            if (outcome.IsTaken)
                LavaWebLog.Called(_log, callback.Job, callback.State.ToString(), url!, outcome.Text);
            else if (again)
                LavaWebLog.CallFailed(_log, callback.Job, callback.State.ToString(), url ?? "", outcome.Text, wait.TotalSeconds);
            else
                LavaWebLog.CallGivenUp(_log, callback.Job, callback.State.ToString(), url ?? "", outcome.Text, attempts);
        }
        catch (DroverException e)
        {
            // It stays as it was, and is made again.
            LavaWebLog.CallNotRecorded(_log, callback.Job, e.Message);
        }
        finally
        {
            _calls.TryRemove(callback.Key, out _);
        }
    }

    /// <summary>Makes one call; no outcome when the daemon stops meanwhile.</summary>
    private async Task<(string? Url, CallOutcome? Outcome)> CallAsync(IKernel kernel, Callback callback, NotifyCallback wanted, string definition)
    {
        string? shown = null;
        try
        {
            HttpRequestMessage request;
            using (var moment = kernel.Look(Caller.System))
            {
                if (TestJobLookup.Find(moment.State, moment.Store, callback.Job) is not { } job)
                    return (null, CallOutcome.Failed("the job is kept no more"));
                job = job with { State = callback.State, Health = callback.Health, Ended = callback.State == TestJobState.Finished ? job.Ended : null };
                request = new CallbackMessage(job, wanted, definition, lab, moment.Store, options).ToRequest();
            }
            using (request)
            {
                shown = request.RequestUri!.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                enough.CancelAfter(options.Timeout);
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, enough.Token);
                return (shown, CallOutcome.Of(response));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return (shown, null);
        }
        catch (OperationCanceledException)
        {
            return (shown, CallOutcome.Later($"no answer within {options.Timeout.TotalSeconds:0.###} s"));
        }
        catch (CallRefusedException e)
        {
            return (shown, CallOutcome.Failed(e.Message));
        }
        catch (HttpRequestException e) when (e.InnerException is CallRefusedException refused)
        {
            return (shown, CallOutcome.Failed(refused.Message));
        }
        catch (HttpRequestException e)
        {
            return (shown, CallOutcome.Later(e.Message.ReplaceLineEndings(" ")));
        }
    }

    private static (NotifyCallback? Wanted, string Definition) Wanted(IKernel kernel, Callback callback)
    {
        using var moment = kernel.Look(Caller.System);
        var definition = LabSession.Definition(moment, callback.Job);
        try
        {
            return (definition.Length > 0 ? JobDefinition.ReadNotification(definition)?.Callbacks.ElementAtOrDefault(callback.Number) : null, definition);
        }
        catch (DefinitionException)
        {
            return (null, definition);
        }
    }
}
