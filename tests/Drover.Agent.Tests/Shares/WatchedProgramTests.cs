using Drover.Nodes.Shares;

namespace Drover.Agent.Tests.Shares;

/// <summary>What programs really do, each under both ways of watching: in the end all is as the tables say.</summary>
public sealed class WatchedProgramTests(ScratchMounts mounts) : IClassFixture<ScratchMounts>
{
    private const string Plain = "user::rw-,group::---,group:70001:rw-,group:70010:r--,group:70011:r--,group:70012:rw-,mask::rw-,other::---";
    private const string Runs = "user::rwx,group::---,group:70001:rwx,group:70010:r-x,group:70011:r-x,group:70012:rwx,mask::rwx,other::---";

    // Each is run by a shell with the tree as $1 and a directory beside it as $2, which has a file f (0644), a script s (0755), a tree t, and archives of them.
    private static readonly (string Name, string Script, string Looked, string Acl)[] s_programs =
    [
        ("shell", "echo > $1/f", "f", Plain),
        ("touch, closed to all", "umask 077; touch $1/f", "f", Plain),
        ("cp", "cp $2/f $1/f", "f", Plain),
        ("cp of a script", "cp $2/s $1/s", "s", Runs),
        ("cp -p", "cp -p $2/s $1/s", "s", Runs),
        ("cp -a of a tree", "cp -a $2/t $1/", "t/a/b/c", Plain),
        ("cp -r of a tree", "cp -r $2/t $1/", "t/a/b/c", Plain),
        ("mv", "mv $2/f $1/f", "f", Plain),
        ("mv of a tree", "mv $2/t $1/t", "t/a/b/c", Plain),
        ("mv from another file system", "cp -p $2/f /dev/shm/drover-$$; mv /dev/shm/drover-$$ $1/f", "f", Plain),
        ("tar", "tar -C $1 -xf $2/t.tar", "t/a/b/c", Plain),
        ("tar without the archive's modes", "umask 077; tar -C $1 --no-same-permissions -xf $2/t.tar", "t/a/b/c", Plain),
        ("unzip", "cd $1 && unzip -q $2/t.zip", "t/a/b/c", Plain),
        ("install", "install -m 640 $2/f $1/f", "f", Plain),
        ("install of a script", "install -m 755 $2/s $1/s", "s", Runs),
        ("install -d", "install -d $1/x/y && cp $2/f $1/x/y/f", "x/y/f", Plain),
        ("rsync -a", "rsync -a $2/t $1/", "t/a/b/c", Plain),
        ("rsync -aA", "rsync -aA $2/t $1/", "t/a/b/c", Plain),
        ("rsync over what is there", "rsync -a $2/t $1/ && touch -d 2001-01-01 $2/t/a/b/c && rsync -a $2/t $1/", "t/a/b/c", Plain),
        ("sed -i", "echo a > $1/f; sed -i s/a/b/ $1/f", "f", Plain),
        ("perl -i", "echo a > $1/f; perl -i -pe s/a/b/ $1/f", "f", Plain),
        ("mkdir -p and a file at once", "mkdir -p $1/x/y/z && echo > $1/x/y/z/f", "x/y/z/f", Plain),
        ("mktemp and mv", "t=$(mktemp -p $1) && mv $t $1/f", "f", Plain),
        ("chmod", "echo > $1/f; chmod 600 $1/f; chmod 000 $1/f", "f", Plain),
        ("setfacl -x", "cp $2/s $1/s; setfacl -x g:70010 $1/s", "s", Runs),
        ("setfacl -R -b", "mkdir -p $1/x/y; echo > $1/x/y/f; setfacl -R -b $1", "x/y/f", Plain),
        ("chown of the root", "echo > $1/f; chown -R bin:daemon $1; chown bin $1/f", "f", Plain),
        ("a move within", "mkdir -p $1/x/y; mv $1/x $1/z; echo > $1/z/y/f", "z/y/f", Plain),
        ("a move over what is there", "echo > $1/f; cp -p $2/f $2/n; mv $2/n $1/f", "f", Plain),
    ];

    public static TheoryData<string, ShareWatchWay, string> Rows()
    {
        var rows = new TheoryData<string, ShareWatchWay, string>();
        foreach (var program in s_programs)
        {
            rows.Add(program.Name, ShareWatchWay.Fanotify, "ext4");
            rows.Add(program.Name, ShareWatchWay.Fanotify, "tmpfs");
            rows.Add(program.Name, ShareWatchWay.Inotify, "tmpfs");
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_a_program_has_made_is_right_in_the_end(string program, ShareWatchWay way, string fileSystem)
    {
        var (_, script, looked, acl) = Array.Find(s_programs, each => each.Name == program);
        using var tree = await ScratchTree.CreateAsync(mounts.At(fileSystem));
        var source = Directory.CreateDirectory(Path.Combine(tree.Top, "source")).FullName;
        await RunAsync("setfacl -b $1 $2; cd $2; echo f > f; echo s > s; chmod 755 s; mkdir -p t/a/b; echo c > t/a/b/c; echo d > t/d; tar -cf t.tar t; zip -qr t.zip t");
        await tree.WatchAsync(tree.Shared, way);
        await tree.RightAsync(tree.Shared);

        await RunAsync(script);
        await tree.RightAsync(tree.Shared);
        var look = await tree.LookAsync(looked);
        Assert.Equal(acl, look[(look.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        Assert.EndsWith(":70002", look[..look.IndexOf(' ', StringComparison.Ordinal)], StringComparison.Ordinal);

        async Task RunAsync(string text)
        {
            var (code, output) = await ScratchTree.RunAsync("sh", "-ec", text, "sh", tree.Root, source);
            Assert.SkipWhen(code == 127, $"A program is missing: {output}");
            Assert.True(code == 0, output);
        }
    }
}
