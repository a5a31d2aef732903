using System.Threading.Channels;
using Drover.Lava.Control;

namespace Drover.Lava.Tests.Control;

/// <summary>A domain that keeps what it is told.</summary>
internal sealed class RecordingDomain : IWorkerEvents
{
    private readonly Channel<WorkerMessage> _messages = Channel.CreateUnbounded<WorkerMessage>();

    /// <summary>Who may appear; everybody unless a test says otherwise.</summary>
    public Func<string, bool> Admitted { get; set; } = _ => true;

    /// <summary>What happens before messages are kept.</summary>
    public Action<IReadOnlyList<WorkerMessage>> First { get; set; } = _ => { };

    public bool Admits(string worker) => Admitted(worker);

    public void Received(ReadOnlySpan<WorkerMessage> batch)
    {
        First(batch.ToArray());
        foreach (var message in batch)
            Assert.True(_messages.Writer.TryWrite(message));
    }

    public async Task<WorkerMessage> NextAsync() => await _messages.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    public bool IsEmpty => !_messages.Reader.TryPeek(out _);
}
