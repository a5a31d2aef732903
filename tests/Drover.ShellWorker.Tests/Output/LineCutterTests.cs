using System.Text;
using Drover.ShellWorker.Output;

namespace Drover.ShellWorker.Tests.Output;

public sealed class LineCutterTests
{
    [Fact]
    public void The_same_bytes_give_the_same_lines_however_they_come()
    {
        var random = new Random(7);
        var bytes = Encoding.UTF8.GetBytes("short\r\n\nünïcödé 🎉 and more than eight bytes\n" + new string('x', 8) + "\n" + new string('y', 9) + "\nno end");
        var whole = Lines([bytes]);
        Assert.Equal(string.Concat(Encoding.UTF8.GetString(bytes).Split('\r', '\n')), string.Concat(whole));
        Assert.DoesNotContain(whole, line => line.Contains('\ufffd', StringComparison.Ordinal));
        Assert.All(whole, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 8));
        Assert.Equal(["short", ""], whole[..2]);
        Assert.Contains("xxxxxxxx", whole);
        for (var round = 0; round < 200; round++)
        {
            List<byte[]> pieces = [];
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, 12), bytes.Length - at);
                pieces.Add(bytes[at..(at + length)]);
                at += length;
            }
            Assert.Equal(whole, Lines(pieces));
        }
    }

    private static List<string> Lines(IEnumerable<byte[]> pieces)
    {
        var cutter = new LineCutter(8);
        List<string> lines = [.. pieces.SelectMany(piece => cutter.Take(piece))];
        if (cutter.Rest() is { } rest)
            lines.Add(rest);
        return lines;
    }
}
