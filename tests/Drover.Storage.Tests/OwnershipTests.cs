using Drover.Kernel.Journal;

namespace Drover.Storage.Tests;

/// <summary>A state directory is ours, on this machine, and its files stay under their names; else nothing is written.</summary>
public sealed class OwnershipTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("0770")]
    [InlineData("0702")]
    [InlineData("1777")]
    public void A_directory_that_others_may_write_to_is_refused(string mode)
    {
        Workload.Open(_directory.State).Dispose();
        TestSystem.Run("chmod", mode, _directory.State);
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal("STATE_FOREIGN", error.Code);
        Assert.Contains(mode.TrimStart('0'), error.Message, StringComparison.Ordinal);
        TestSystem.Run("chmod", "0755", _directory.State);
        Workload.Open(_directory.State).Dispose();
    }

    [Fact]
    public void A_directory_of_another_user_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Giving a directory away needs root.");
        Workload.Open(_directory.State).Dispose();
        TestSystem.Run("chown", "65534", _directory.State);
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal("STATE_FOREIGN", error.Code);
        Assert.Contains("user 65534", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_another_machine_is_refused_until_it_is_taken_over()
    {
        using (Open("m1"))
        {
        }
        Assert.Equal("STATE_OF_ANOTHER_MACHINE", Assert.Throws<StoreException>(() => Open("m2")).Code);
        using (Open(null))
        {
        }
        using (Open("m1"))
        {
        }
        using (Open("m2", takeOver: true))
        {
        }
        using (Open("m2"))
        {
        }
        Assert.Equal("STATE_OF_ANOTHER_MACHINE", Assert.Throws<StoreException>(() => Open("m1")).Code);
    }

    [Theory]
    [InlineData("store.db")]
    [InlineData("store.db-wal")]
    public void Nothing_is_written_to_a_file_that_is_no_longer_under_its_name(string name)
    {
        var file = Path.Combine(_directory.State, name);
        using var store = Workload.Open(_directory.State);
        Workload.Append(store, 0);
        File.Move(file, file + ".away");
        Assert.Equal("STORE_REMOVED", Assert.Throws<StoreException>(() => Workload.Append(store, 1)).Code);
        Assert.Equal("STORE_REMOVED", Assert.Throws<StoreException>(() => store.Renew(store.Head.Term)).Code);
        Assert.Contains(file, store.Problem, StringComparison.Ordinal);

        File.Copy(file + ".away", file);
        Assert.Equal("STORE_REMOVED", Assert.Throws<StoreException>(() => Workload.Append(store, 1)).Code);

        File.Move(file + ".away", file, overwrite: true);
        Workload.Append(store, 1);
        Assert.Null(store.Problem);
    }

    private SqliteStore Open(string? machine, bool takeOver = false) => SqliteStore.Open(
        new SqliteStoreOptions { Directory = _directory.State, ReserveBytes = 0, Machine = machine, TakeOver = takeOver }, TimeProvider.System);
}
