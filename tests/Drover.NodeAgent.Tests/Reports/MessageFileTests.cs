using Drover.NodeAgent.Reports;
using Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Tests.Reports;

/// <summary>The file of messages: what a crash leaves of it is read as far as it is whole.</summary>
public sealed class MessageFileTests : IDisposable
{
    private readonly StateDirectory _directory = new();

    private string Path => _directory["file"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_added_is_read_in_order()
    {
        Write("a", "b", "");
        Assert.Equal(["a", "b", ""], Read());
    }

    [Fact]
    public void A_file_that_is_cut_off_at_any_byte_loses_no_more_than_the_message_that_was_cut()
    {
        var ends = new List<long> { 0 };
        using (var file = Open())
            foreach (var text in new[] { "one", "two", new string('x', 300), "last" })
            {
                file.Add(new LevelLogged { Text = text });
                ends.Add(file.Length);
            }
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            var isWhole = ends.Count(end => end <= length) - 1;
            using (var file = Open())
            {
                Assert.Equal(isWhole, file.Read.Count);
                Assert.Equal(ends[isWhole], file.Length);
                file.Add(new LevelLogged { Text = "after" });
            }
            Assert.Equal("after", Read()[^1]);
            Assert.Equal(isWhole + 1, Read().Count);
        }
    }

    [Fact]
    public void A_byte_that_is_wrong_ends_the_file_where_its_message_begins()
    {
        Write("one", "two", "three");
        var whole = File.ReadAllBytes(Path);
        for (var place = 0; place < whole.Length; place++)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= 0x40;
            File.WriteAllBytes(Path, damaged);
            Assert.Equal(new[] { "one", "two", "three" }.Take(Message(whole, place)), Read());
        }
    }

    [Fact]
    public void It_is_written_anew_as_a_whole_and_goes_on()
    {
        Write("a", "b", "c");
        using (var file = Open())
        {
            file.Replace([new LevelLogged { Text = "c" }]);
            file.Add(new LevelLogged { Text = "d" });
            Assert.Equal(new FileInfo(Path).Length, file.Length);
        }
        Assert.Equal(["c", "d"], Read());
    }

    [Fact]
    public void Where_it_cannot_be_written_anew_it_stays_as_it_was_and_can_be_added_to()
    {
        Write("a");
        using (var file = Open())
        {
            // A draft cannot be made where a directory is.
            Directory.CreateDirectory(Path + ".new/in-the-way");
            Assert.ThrowsAny<Exception>(() => file.Replace([]));
            file.Add(new LevelLogged { Text = "b" });
        }
        Assert.Equal(["a", "b"], Read());
    }

    [Fact]
    public void Only_its_owner_reads_it()
    {
        Write("a");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        using (var file = Open())
            file.Replace([]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    /// <summary>The number of the message of which a byte is part.</summary>
    private static int Message(byte[] whole, int place)
    {
        var (number, end) = (0, 0);
        while ((end += 8 + BitConverter.ToInt32(whole, end)) <= place)
            number++;
        return number;
    }

    private MessageFile<LevelLogged> Open() => MessageFile<LevelLogged>.Open(Path, LevelLogged.Parser);

    private void Write(params string[] texts)
    {
        using var file = Open();
        foreach (var text in texts)
            file.Add(new LevelLogged { Text = text });
    }

    private List<string> Read()
    {
        using var file = Open();
        return [.. file.Read.Select(message => message.Text)];
    }
}
