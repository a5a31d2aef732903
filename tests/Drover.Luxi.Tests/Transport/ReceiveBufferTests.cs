using System.Text;
using Drover.Luxi.Transport;

namespace Drover.Luxi.Tests.Transport;

public sealed class ReceiveBufferTests
{
    [Fact]
    public void Messages_come_out_as_they_went_in_however_they_were_cut()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            string[] messages = [.. Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), random.Next(0, random.Next(2) == 0 ? 20 : 3_000)))];
            var stream = Encoding.ASCII.GetBytes(string.Concat(messages.Select(message => message + "\u0003")) + "rest");
            var buffer = new ReceiveBuffer();
            var loop = new byte[4_000];
            var seen = new List<string>();
            for (var at = 0; at < stream.Length;)
            {
                var count = Math.Min(random.Next(1, 4_000), stream.Length - at);
                stream.AsSpan(at, count).CopyTo(loop);
                at += count;
                buffer.Add(loop.AsMemory(0, count));
                // Not everything that is there is taken in each turn.
                for (var most = random.Next(0, 30); most > 0 && buffer.FindEnd() is var end and >= 0; most--)
                    seen.Add(Encoding.ASCII.GetString(buffer.Take(end).Span));
                buffer.Keep();
                loop.AsSpan().Fill((byte)'?');
            }
            while (buffer.FindEnd() is var end and >= 0)
                seen.Add(Encoding.ASCII.GetString(buffer.Take(end).Span));
            Assert.True(messages.SequenceEqual(seen), $"seed {seed}");
            Assert.Equal(4, buffer.Length);
        }
    }
}
