namespace Drover.Pages.Overview.History;

/// <summary>The last samples, the oldest of which give way. Not for more than one thread at a time.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class SampleRing(int most)
{
    private readonly QueueSample[] _samples = new QueueSample[most];
    private long _taken;

    public void Add(QueueSample sample) => _samples[_taken++ % most] = sample;

    /// <summary>What is kept, the oldest first.</summary>
    public QueueSample[] ToArray()
    {
        var count = (int)Math.Min(_taken, most);
        var samples = new QueueSample[count];
        for (var i = 0; i < count; i++)
            samples[i] = _samples[(_taken - count + i) % most];
        return samples;
    }
}
