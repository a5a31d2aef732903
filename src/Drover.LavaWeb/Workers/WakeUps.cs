using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Drover.Lab;
using Drover.Lab.Assignments;
using Drover.Lab.Events;
using Drover.Lab.TestJobs;
using Drover.Web.Calls;

namespace Drover.LavaWeb.Workers;

/// <summary>Wakes workers that would ask only every 20 seconds: a worker listens on a websocket, and asks at once when it is told of a test job of its own. What is told is for everyone:
/// the id of the job, its worker and its state. lavacli, which shows what happens, hears instead all that is public.</summary>
internal sealed class WakeUps : IDisposable
{
    private const int Backlog = 256, MostReminders = 8;
    private const string Prefix = "org.lavasoftware", Topic = $"{Prefix}.testjob", ReminderTopic = $"{Prefix}.reminder.testjob", Server = "lavaserver";
    private static readonly TimeSpan s_reminder = TimeSpan.FromSeconds(1);

    private readonly WorkerAssignments _assignments;
    private readonly LabEvents _events;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Channel<byte[]>, bool> _workers = new();
    private readonly ConcurrentDictionary<long, int> _ending = new();
    private readonly ITimer _reminding;

    public WakeUps(LabDomain lab, TimeProvider clock)
    {
        var assignments = lab.Assignments;
        (_assignments, _events, _clock) = (assignments, lab.Events, clock);
        _reminding = clock.CreateTimer(_ => Remind(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        assignments.Changed += OnChanged;
    }

    public void Dispose()
    {
        _assignments.Changed -= OnChanged;
        _reminding.Dispose();
    }

    /// <summary>Serves one listener until it leaves or the daemon closes its doors. One that reads too slowly misses the oldest: it asks by itself anyway.</summary>
    public async Task ServeAsync(Call call)
    {
        if (!call.Http.WebSockets.IsWebSocketRequest)
            throw RequestException.Bad("UPGRADE_EXPECTED", "This path is for websockets: ask for an upgrade");
        var frames = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        // Before it is answered: who has connected misses nothing.
        using var hearing = IsLavacli(call) ? _events.Listen(happened => Hear(frames.Writer, happened)) : null;
        if (hearing is null)
            _workers[frames] = true;
        try
        {
            using var socket = await call.Http.WebSockets.AcceptWebSocketAsync();
            var sending = SendAsync(socket, frames.Reader, over.Token);
            await Task.WhenAny(sending, ListenAsync(socket, over));
            await over.CancelAsync();
            await sending;
        }
        finally
        {
            _workers.TryRemove(frames, out _);
        }
    }

    /// <summary>The log of a job has said how it ends. Its worker looks for jobs that have ended only when it asks, so it is reminded until it has reported.</summary>
    public void SoonOver(long job)
    {
        if (_assignments.Find(job) is null)
            return;
        _ending[job] = 0;
        _reminding.Change(s_reminder, Timeout.InfiniteTimeSpan);
    }

    private void Remind()
    {
        foreach (var (job, times) in _ending)
        {
            if (times == MostReminders || _assignments.Find(job) is not { } assignment)
                _ending.TryRemove(job, out _);
            else
            {
                _ending[job] = times + 1;
                Tell(ReminderTopic, assignment, TestJobState.Scheduled);
            }
        }
        if (!_ending.IsEmpty)
            _reminding.Change(s_reminder, Timeout.InfiniteTimeSpan);
    }

    private void OnChanged(object? sender, WorkerEventArgs e)
    {
        if (_workers.IsEmpty)
            return;
        foreach (var assignment in _assignments.Of(e.Worker))
            if (assignment.State is TestJobState.Scheduled or TestJobState.Canceling)
                Tell(Topic, assignment, assignment.State);
    }

    private void Tell(string topic, Assignment assignment, TestJobState state)
    {
        var frame = Frame(topic, Guid.NewGuid(), _clock.GetUtcNow(), Server, Body(assignment, state));
        foreach (var (worker, _) in _workers)
            worker.Writer.TryWrite(frame);
    }

    private static bool IsLavacli(Call call) => call.Http.Request.Headers.UserAgent.ToString().StartsWith("lavacli", StringComparison.Ordinal);

    private static void Hear(ChannelWriter<byte[]> frames, LabEvent happened)
    {
        if (happened.IsPublic)
            frames.TryWrite(Frame(Prefix + happened.Suffix, happened.Id, happened.Time, happened.User, happened.Json.Span));
    }

    private static ReadOnlySpan<byte> Body(Assignment assignment, TestJobState state)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteNumber("job"u8, assignment.Job);
            writer.WriteString("state"u8, state.ToString());
            writer.WriteString("health"u8, nameof(TestJobHealth.Unknown));
            writer.WriteString("device"u8, assignment.Device);
            writer.WriteString("worker"u8, assignment.Worker);
            writer.WriteEndObject();
        }
        return body.WrittenSpan;
    }

    /// <summary>A JSON list of five texts, the last one a JSON object: topic, id, time without a zone, who is behind it, what it is.</summary>
    private static byte[] Frame(string topic, Guid id, DateTimeOffset time, string user, ReadOnlySpan<byte> body)
    {
        var frame = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(frame))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(topic);
            writer.WriteStringValue(id);
            writer.WriteStringValue(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
            writer.WriteStringValue(user);
            writer.WriteStringValue(body);
            writer.WriteEndArray();
        }
        return frame.WrittenSpan.ToArray();
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<byte[]> frames, CancellationToken over)
    {
        try
        {
            await foreach (var frame in frames.ReadAllAsync(over))
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, over);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // It has left.
        }
    }

    /// <summary>Nothing that a listener says counts, but its pings are answered while somebody reads.</summary>
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource over)
    {
        var ignored = new byte[1_024];
        try
        {
            while ((await socket.ReceiveAsync(ignored.AsMemory(), over.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // It has left.
        }
    }
}
