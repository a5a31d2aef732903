using Drover.Agent.Native;
using Drover.Agent.Shares.Acls;
using Drover.Agent.Shares.Walking;

namespace Drover.Agent.Tests.Shares;

public sealed class PosixAclTests
{
    [Fact]
    public void Entries_stand_in_the_order_of_the_kernel_and_those_for_the_same_become_one()
    {
        var acl = PosixAcl.Of(new(AclTag.Other, AclRights.None), new(AclTag.Group, AclRights.Read, 9), new(AclTag.Mask, AclRights.All), new(AclTag.Group, AclRights.Write, 9),
            new(AclTag.Group, AclRights.Read, 3), new(AclTag.User, AclRights.All, 7), new(AclTag.OwningGroup, AclRights.None), new(AclTag.Owner, AclRights.All));
        Assert.Equal("user::rwx,user:7:rwx,group::---,group:3:r--,group:9:rw-,mask::rwx,other::---", acl.ToString());
        Assert.Equal(4 + (7 * 8), acl.Bytes.Length);
        Assert.Equal(acl, PosixAcl.Parse(acl.Bytes));
        Assert.False(acl.IsMode);
        Assert.Equal(0b111_111_000, acl.Mode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02000000 0100")]
    [InlineData("01000000")]
    [InlineData("02000000 0300070000000000")]
    [InlineData("02000000 0100080000000000")]
    public void What_the_kernel_would_not_give_is_no_ACL(string hex) => Assert.Null(PosixAcl.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("user::rwx,user:4711:rw-,group::---,group:3:r-x,group:12:rwx,mask::r-x,other::---")]
    [InlineData("user::rw-,group::r--,other::---")]
    public async Task What_setfacl_has_written_reads_the_same_and_what_is_written_reads_the_same_to_getfacl(string text)
    {
        using var tree = await ScratchTree.CreateAsync();
        var theirs = tree.AddDirectory("theirs");
        Assert.Equal((0, ""), await ScratchTree.RunAsync("setfacl", "--set", text, theirs));
        Assert.Equal((0, ""), await ScratchTree.RunAsync("setfacl", "-d", "--set", text, theirs));
        var ours = tree.AddDirectory("ours");
        foreach (var kind in (AclKind[])[AclKind.Access, AclKind.Default])
        {
            var acl = Read(theirs, kind);
            Assert.Equal(text, acl.ToString());
            Write(ours, kind, acl);
        }
        Assert.Equal($"0:0 {text} | {text}", await ScratchTree.LookAtAsync(ours));
    }

    [Fact]
    public async Task An_empty_default_ACL_takes_the_present_one_away()
    {
        using var tree = await ScratchTree.CreateAsync();
        var directory = tree.AddDirectory("d");
        Write(directory, AclKind.Default, PosixAcl.OfMode(0b111_101_000));
        Assert.Contains("| user::rwx", await ScratchTree.LookAtAsync(directory), StringComparison.Ordinal);
        Write(directory, AclKind.Default, PosixAcl.Empty);
        Assert.DoesNotContain("|", await ScratchTree.LookAtAsync(directory), StringComparison.Ordinal);
    }

    private static PosixAcl Read(string path, AclKind kind)
    {
        var descriptor = TreeWalk.OpenRoot(path);
        Span<byte> value = stackalloc byte[AclAttribute.MostBytes];
        var length = AclAttribute.Read(descriptor, kind, value);
        _ = Libc.Close(descriptor);
        // An ACL that says no more than a mode is kept as one.
        return length == -Errno.NoData ? PosixAcl.OfMode(FileStatus.Of(path)!.Value.Mode) : PosixAcl.Parse(value[..length])!;
    }

    private static void Write(string path, AclKind kind, PosixAcl acl)
    {
        var descriptor = TreeWalk.OpenRoot(path);
        Assert.Equal(0, AclAttribute.Write(descriptor, kind, acl));
        _ = Libc.Close(descriptor);
    }
}
