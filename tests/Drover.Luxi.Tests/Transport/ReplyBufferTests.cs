using System.Buffers;
using Drover.Luxi.Transport;

namespace Drover.Luxi.Tests.Transport;

public sealed class ReplyBufferTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void All_that_was_written_is_sent_in_its_order_whatever_the_lengths(int seed)
    {
        var random = new Random(seed);
        var (buffer, written, sent) = (new ReplyBuffer(), new List<byte>(), new List<byte>());
        for (var parts = random.Next(40); parts > 0; parts--)
        {
            var part = new byte[random.Next(1, random.Next(10) switch { < 6 => 300, < 9 => 5_000, _ => 200_000 })];
            random.NextBytes(part);
            buffer.Write(part);
            written.AddRange(part);
        }
        while (!buffer.Unsent.IsEmpty)
        {
            var next = buffer.Unsent[..random.Next(1, buffer.Unsent.Length + 1)];
            sent.AddRange(next);
            buffer.Sent(next.Length);
        }
        Assert.Equal(written, sent);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Fact]
    public void An_answer_that_was_cut_off_leaves_nothing_for_the_next_one()
    {
        var buffer = new ReplyBuffer();
        buffer.Write(new byte[300_000]);
        buffer.Sent(10);
        buffer.Clear();
        buffer.Write("next"u8);
        Assert.Equal("next"u8, buffer.Unsent);
    }
}
