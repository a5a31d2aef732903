using System.Runtime.InteropServices;
using System.Text;
using Drover.Agent.Native;
using Drover.Agent.Shares.Walking;

namespace Drover.Agent.Tests.Shares;

public sealed class TreeWalkTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("drover-walk-").FullName;

    [Fact]
    public void Entries_come_in_the_order_of_their_names_and_directories_before_what_is_in_them()
    {
        Add("b/2", "b/1", "a", "b.txt", "c/d/e");
        Assert.Equal(["> .", "a", "> b", "b/1", "b/2", "b.txt", "> c", "> c/d", "c/d/e"], Walk().Met);
    }

    [Fact]
    public void A_directory_that_is_renamed_while_it_is_walked_is_walked_to_its_end_and_no_other()
    {
        Add("a/1", "a/2", "other/secret");
        Directory.CreateDirectory(Path.Combine(_root, "elsewhere"));
        var walk = Walk(entered: name =>
        {
            if (name != "a")
                return;
            // What is put in its place is a link to elsewhere.
            Directory.Move(Path.Combine(_root, "a"), Path.Combine(_root, "elsewhere", "moved"));
            Directory.CreateSymbolicLink(Path.Combine(_root, "a"), Path.Combine(_root, "other"));
        });
        Assert.Equal(["> .", "> a", "a/1", "a/2"], walk.Met.Take(4));
        Assert.DoesNotContain("a/secret", walk.Met);
        Assert.Equal(0, walk.Failed);
    }

    [Fact]
    public void What_vanishes_while_it_is_walked_is_no_matter()
    {
        Add("a/1", "b/1", "c");
        var walk = Walk(entered: name =>
        {
            if (name == "a")
                Directory.Delete(Path.Combine(_root, "b"), recursive: true);
        });
        Assert.Equal(["> .", "> a", "a/1", "c"], walk.Met.Where(each => each != "! b"));
        Assert.Contains("! b", walk.Met);
    }

    [Fact]
    public void A_piece_begins_behind_the_last_entry_also_when_that_is_gone()
    {
        Add("a/1", "a/2", "a/3", "b/1");
        var first = new Visitor(null);
        var next = first.Run(_root, null, 4);
        Assert.Equal("a/2", next.ToString());
        File.Delete(Path.Combine(_root, "a/2"));
        Assert.Equal(["a/3", "> b", "b/1"], Continue(next));
        Directory.Delete(Path.Combine(_root, "a"), recursive: true);
        Assert.Equal(["> b", "b/1"], Continue(next));
        Assert.Equal(["> b", "b/1"], Continue(RawPath.Parse("a/2")));

        List<string> Continue(RawPath? from)
        {
            var visitor = new Visitor(null);
            Assert.Null(visitor.Run(_root, from, 1_000));
            return visitor.Met;
        }
    }

    [Fact]
    public void Descriptors_are_given_back()
    {
        Add("a/b/c/1", "a/b/d/1", "e/1");
        Walk();
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 50; i++)
            Walk(most: 3);
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 20);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a b,ü=#", "a b,ü=#")]
    public void Names_of_text_stand_as_they_are(string name, string shown) => Assert.Equal(shown, RawName.Show(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Every_name_can_be_had_back_from_what_is_shown()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var name = new byte[random.Next(1, 12)];
            random.NextBytes(name);
            Assert.Equal(name, RawName.Parse(RawName.Show(name)));
        }
        Assert.Equal("d\\374/a\\134374", new RawPath([[(byte)'d', 0xFC], "a\\374"u8.ToArray()]).ToString());
        Assert.Equal("a\\374"u8.ToArray(), RawPath.Parse("d/a\\134374").Names[1]);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Add(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
            File.WriteAllText(Path.Combine(_root, path), "");
        }
    }

    private Visitor Walk(Action<string>? entered = null, long most = long.MaxValue)
    {
        var visitor = new Visitor(entered);
        visitor.Run(_root, null, most);
        return visitor;
    }

    private sealed unsafe class Visitor : ITreeVisitor
    {
        private readonly TreeWalk _walk;
        private readonly Action<string>? _entered;

        public Visitor(Action<string>? entered) => (_walk, _entered) = (new TreeWalk(this), entered);

        public List<string> Met { get; } = [];

        public int Failed { get; private set; }

        public RawPath? Run(string root, RawPath? from, long most)
        {
            var descriptor = TreeWalk.OpenRoot(root);
            var next = _walk.Run(descriptor, from, most, TestContext.Current.CancellationToken);
            _ = Libc.Close(descriptor);
            return next;
        }

        public bool Enter(int descriptor, ReadOnlySpan<byte> name, int depth, bool again)
        {
            if (again)
                return true;
            Met.Add("> " + _walk.PathOf(name, Math.Max(0, depth - 1)));
            _entered?.Invoke(Encoding.UTF8.GetString(name));
            return true;
        }

        public void Meet(int directory, byte* name, int depth) => Met.Add(_walk.PathOf(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name), depth).ToString());

        public void Fail(ReadOnlySpan<byte> name, int depth, int error)
        {
            Met.Add("! " + _walk.PathOf(name, depth));
            Failed += error == Errno.NoEntry ? 0 : 1;
        }
    }
}
