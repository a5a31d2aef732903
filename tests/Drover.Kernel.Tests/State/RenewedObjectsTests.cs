using System.Text.Json.Serialization;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.State;

/// <summary>A program that has changed the form and the keys of its objects starts on what the program before has stored.</summary>
public sealed class RenewedObjectsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drk").FullName;
    private readonly ManualClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Objects_have_their_new_form_and_keys_and_the_journal_replays(bool isCut)
    {
        await using (var old = await StartAsync(new Domain(1)))
        {
            foreach (var name in new[] { "a", "b", "c" })
                await old.ExecuteAsync(new Put(old.Model.Kinds, name), Caller.System, Stop);
            if (isCut)
                await old.RunUpkeepAsync("cut", _ => old.CutStep(old.State.Sequence - 1), Stop);
        }
        await using var host = await StartAsync(new Domain(2));
        Assert.Equal(["n1/a", "n1/b", "n1/c"], host.State.Objects.Everything().Where(o => o.Kind == "pet").Select(o => o.Key));
        using (var reader = host.ReadStore())
        {
            Assert.All(reader.Objects().Where(row => row.ObjectKind == "pet"), row => Assert.Equal(2, row.Version));
            Assert.All(reader.Base.Objects().Where(row => row.ObjectKind == "pet"), row => Assert.StartsWith("n1/", row.Key, StringComparison.Ordinal));
        }
        await AssertReplayAsync(host);

        // What the old program stored goes away under its new key.
        await host.ExecuteAsync(new Drop(host.Model.Kinds, "n1/a"), Caller.System, Stop);
        await host.RunUpkeepAsync("cut", _ => host.CutStep(host.State.Sequence), Stop);
        await AssertReplayAsync(host);
    }

    private static async Task AssertReplayAsync(KernelHost host)
    {
        var (state, reader) = await host.TakeMomentAsync(Stop);
        using (reader)
            Assert.Empty(Replayer.Replay(host.Model, reader, state).Problems);
    }

    private Task<KernelHost> StartAsync(Domain domain) => KernelHost.StartAsync(
        new KernelModel(new KernelOptions(), [domain]),
        SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, _clock), _clock, new NoIds(), Stop);

    private sealed class NoIds : IIdSource
    {
        public string NewUuid() => throw new InvalidOperationException("Nothing here has an id.");
    }

    private sealed class Domain(int version) : IDomain
    {
        public void Describe(DomainBuilder d) =>
            d.Object(new ObjectKind<Pet>("pet", version, PetJson.Default.Pet, static (key, _) => $"n1/{key}"));
    }

    private sealed class Put(IReadOnlyList<ObjectKind> kinds, string key) : Command<bool>
    {
        protected internal override bool Decide(Decision decision)
        {
            decision.Store((ObjectKind<Pet>)kinds.Single(kind => kind.Name == "pet"), key, new Pet(key));
            return true;
        }
    }

    private sealed class Drop(IReadOnlyList<ObjectKind> kinds, string key) : Command<bool>
    {
        protected internal override bool Decide(Decision decision)
        {
            decision.Remove(kinds.Single(kind => kind.Name == "pet"), key);
            return true;
        }
    }
}

internal sealed record Pet(string Name);

[JsonSerializable(typeof(Pet))]
internal sealed partial class PetJson : JsonSerializerContext;
