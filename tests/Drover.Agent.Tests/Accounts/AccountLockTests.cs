using Drover.Agent.Accounts.Locks;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Tests.Accounts;

public sealed class AccountLockTests
{
    [Fact]
    public async Task A_lock_of_a_process_that_has_ended_is_swept()
    {
        await using var folder = new AccountFolder();
        using var gone = TimedProcess.Start("/bin/true");
        await gone.WaitForExitAsync(TestContext.Current.CancellationToken);
        folder.Write("passwd.lock", $"{gone.Id}\0");
        // That of an earlier life of this daemon, with the same number.
        folder.Write("shadow.lock", $"{Environment.ProcessId}\0");
        await folder.DoAsync(new AddUser("ada"));
        Assert.False(File.Exists(folder.PathOf("passwd.lock")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\0")]
    [InlineData("1\n")]
    public async Task A_lock_that_nobody_gives_back_is_named(string text)
    {
        await using var folder = new AccountFolder();
        folder.Write("shadow.lock", text);
        Assert.Contains($"'{folder.PathOf("shadow.lock")}' names no process", await folder.RefuseAsync(AccountRefusalKind.Busy, new AddUser("ada")), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("passwd.lock")));
    }

    [Fact]
    public void A_lock_has_the_number_of_its_process_and_a_zero_and_one_alone_gets_it()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("drover-lock-").FullName, "passwd");
        using (LockFile.TryTake(path))
        {
            Assert.Equal($"{Environment.ProcessId}\0", File.ReadAllText(path + ".lock"));
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
        // Process 1 lives.
        File.WriteAllText(path + ".lock", "1\0");
        Assert.Null(LockFile.TryTake(path));
        Assert.Equal(1, LockFile.HolderOf(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
