using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Events;
using Drover.Kernel.Journal;
using Drover.Lab.Telling;
using Drover.Lab.TestJobs;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Events;

/// <summary>Tells what happens to test jobs, devices and workers, in the order of the journal and after it is durable. While nobody listens nothing is done for it. Listeners that need more
/// than a moment have queues of their own.</summary>
public sealed class LabEvents(LabOptions options, ILoggerFactory logging) : IController
{
    private readonly Lock _gate = new();
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);
    private ImmutableArray<Action<LabEvent>> _listeners = [];
    private Task _following = Task.CompletedTask;
    private EventSubscription? _subscription;
    private IKernel _kernel = null!;
    private bool _isFollowing;
    private bool _isStopped;

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _isStopped = true;
            _subscription?.Dispose();
        }
        return _following;
    }

    /// <summary>Listens to what happens from now on. Dispose what is returned to leave.</summary>
    /// <param name="hear">Called with one event at a time, on any thread. It must be quick and must not throw.</param>
    public IDisposable Listen(Action<LabEvent> hear)
    {
        lock (_gate)
        {
            _listeners = _listeners.Add(hear);
            if (!_isFollowing)
                _following = FollowAsync();
            _isFollowing = true;
        }
        return new Listener(this, hear);
    }

    /// <summary>A test shell has raised an event of its own.</summary>
    internal void Raise(long job, string message)
    {
        if (!_listeners.IsEmpty)
            Tell(EventBodies.OfMessage(job, _kernel.State.TestJob(job)?.Visibility == "public", message, _kernel.Clock.GetUtcNow()));
    }

    private async Task FollowAsync()
    {
        while (true)
        {
            using var subscription = _kernel.Events.Subscribe(IsOfLab);
            lock (_gate)
            {
                if (_isStopped)
                    return;
                _subscription = subscription;
            }
            var changes = new LabChanges(_kernel.State, options.Rules);
            try
            {
                await foreach (var record in subscription.Records.ReadAllAsync())
                    foreach (var happened in changes.Take(_kernel.Model.Codec.Decode(record.Kind, record.Payload.Span), record.Time))
                        Tell(happened);
                return;
            }
            catch (DroverException e) when (e.Code == "SUBSCRIBER_TOO_SLOW")
            {
                LabLog.EventsMissed(_log);
            }
        }
    }

    private void Tell(LabEvent happened)
    {
        foreach (var hear in _listeners)
            hear(happened);
    }

    // Asked of every record on the writer's thread.
    private static bool IsOfLab(JournalRecord record) => record.Kind is "object-stored" or "object-removed"
        && (record.Payload.Span.StartsWith("{\"kind\":\"test-job\""u8) || record.Payload.Span.StartsWith("{\"kind\":\"device\""u8) || record.Payload.Span.StartsWith("{\"kind\":\"worker\""u8));

    private sealed class Listener(LabEvents events, Action<LabEvent> hear) : IDisposable
    {
        public void Dispose()
        {
            lock (events._gate)
                events._listeners = events._listeners.Remove(hear);
        }
    }
}
