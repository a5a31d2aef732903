using System.Text;
using Drover.Lava.Control;
using Drover.Lava.Curve;
using Drover.Lava.Logs;
using Drover.Lava.Tests.Control;
using Drover.Lava.Tests.Logs;
using Drover.Lava.Zmq;
using Drover.Tests.Shared;

namespace Drover.Lava.Tests.Curve;

/// <summary>Who gets in where keys are asked for.</summary>
public sealed class CurveGuardTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drl").FullName;
    private readonly ZmqContext _context = new();
    private readonly CapturedLog _log = new();
    private readonly RecordingDomain _domain = new();
    private readonly List<IDisposable> _open = [];

    public CurveGuardTests() => CurveFile.WritePair(_directory, "master", CurveCertificate.New());

    public void Dispose()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
            _open[i].Dispose();
        _context.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_worker_whose_key_lies_in_the_directory_gets_in()
    {
        var (guard, door) = Open();
        Ping(Worker(door, guard, "board-1", Allowed("board-1")));
    }

    [Fact]
    public async Task A_worker_that_was_there_before_its_key_gets_in_without_a_restart()
    {
        var (guard, door) = Open();
        var key = CurveCertificate.New();
        var worker = Worker(door, guard, "board-1", key);
        worker.Send("PING");
        var refused = await LineAsync(2107);
        Assert.StartsWith($"A peer from 127.0.0.1 was refused: its key {key.PublicKey} is in no certificate of {_directory}.", refused.Text, StringComparison.Ordinal);
        var status = await _log.UntilAsync(line => line.Id == 2106 && line.Text.Contains("status 300", StringComparison.Ordinal), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, door.Received);
        CurveFile.WritePublic(_directory, "board-1", key);
        Assert.Equal(["PONG", "20"], worker.Receive());
        Assert.Equal(2, guard.Count);
    }

    [Fact]
    public async Task A_key_that_is_taken_away_is_worth_nothing_from_then_on_in_either_door()
    {
        var logs = new RecordingLogs();
        var (guard, door) = Open();
        var logDoor = LogDoor.Open(_context, new LogOptions { Endpoint = "tcp://127.0.0.1:*" }, guard, logs, TimeProvider.System, _log);
        _open.Add(logDoor);
        var key = Allowed("board-1");
        await Soon.HoldsAsync(() => guard.Count == 2);
        var worker = Worker(door, guard, "board-1", key);
        Ping(worker);
        var sender = Sealed(ZmqSocketType.Push, null, guard.ServerKey, key).Connect(logDoor.Endpoint);
        const string Line = """{"lvl": "info", "msg": "x"}""";
        sender.Send("1", Line);
        await Soon.HoldsAsync(() => logDoor.Lines == 1);
        File.Delete(Path.Combine(_directory, "board-1.key"));
        await Soon.HoldsAsync(() => guard.Count == 1);
        worker.Send("PING");
        sender.Send("1", Line);
        await Soon.HoldsAsync(() => door.Dropped[DropReason.KeyOfAnother] == 1 && logDoor.Dropped[LineDropReason.KeyNotAllowed] == 1);
        CurveFile.WritePublic(_directory, "board-1", key);
        await Soon.HoldsAsync(() => guard.Count == 2);
        Ping(worker);
        Assert.Equal(1, logDoor.Lines);
    }

    [Fact]
    public async Task A_bound_key_speaks_for_its_own_worker_only()
    {
        var (guard, door) = Open(bindNames: true);
        var key = Allowed("board-1");
        await Soon.HoldsAsync(() => guard.Count == 2);
        Ping(Worker(door, guard, "board-1", key));
        var thief = Worker(door, guard, "board-2", key);
        thief.Send("HELLO", "3");
        await Soon.HoldsAsync(() => door.Dropped[DropReason.KeyOfAnother] == 1);
        Assert.Null(door.Workers.Find("board-2"));
        var line = await LineAsync(2105);
        Assert.StartsWith($"A message in the name of worker board-2 came with the key {key.PublicKey}", line.Text, StringComparison.Ordinal);
        // The same key in a second file is good for that name as well.
        CurveFile.WritePublic(_directory, "board-2", key);
        await Soon.HoldsAsync(() => guard.Keys.Allows(key.PublicKey, "board-2"));
        Ping(thief);
    }

    [Fact]
    public void An_unbound_key_may_use_any_name()
    {
        var (guard, door) = Open();
        var key = Allowed("site");
        Ping(Worker(door, guard, "board-1", key));
        Ping(Worker(door, guard, "board-2", key));
    }

    [Fact]
    public async Task A_wrong_server_key_and_a_plain_peer_do_not_get_in_and_are_told()
    {
        var (_, door) = Open();
        var misled = Sealed(ZmqSocketType.Dealer, "board-1", CurveCertificate.New().PublicKey, Allowed("board-1")).Connect(door.Endpoint);
        misled.Send("PING");
        var line = await _log.UntilAsync(line => line.Id == 2106 && line.Text.Contains("does not know this server's public key", StringComparison.Ordinal), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains(door.Endpoint, line.Text, StringComparison.Ordinal);
        var plain = Peer.Worker(door.Endpoint, "board-2");
        _open.Add(plain);
        plain.Send("PING");
        await _log.UntilAsync(line => line.Id == 2106 && line.Text.Contains("the same setting of encryption", StringComparison.Ordinal), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), (door.Received, door.Workers.Count));
    }

    [Fact]
    public async Task Only_what_changes_the_keys_is_a_change()
    {
        var (guard, _) = Open();
        Allowed("board-1");
        await Soon.HoldsAsync(() => guard.Count == 2);
        var before = guard.Keys;
        File.WriteAllText(Path.Combine(_directory, "README"), "not a key");
        File.SetLastWriteTimeUtc(Path.Combine(_directory, "board-1.key"), DateTime.UnixEpoch);
        File.WriteAllText(Path.Combine(_directory, "broken.key"), "not a key");
        var line = await LineAsync(2109);
        Assert.Contains("broken.key has no line", line.Text, StringComparison.Ordinal);
        Assert.Same(before, guard.Keys);
        // Written again with the same words, and then something that counts.
        File.WriteAllText(Path.Combine(_directory, "broken.key"), "not a key");
        Allowed("board-2");
        await Soon.HoldsAsync(() => guard.Count == 3);
        Assert.Single(_log.Lines, told => told.Id == 2109);
        Assert.EndsWith("allow 3 keys: 1 new, 0 gone", _log.Lines.Last(told => told.Id == 2108).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_a_whole_key_does_not_start()
    {
        var path = Path.Combine(_directory, "master.key_secret");
        var whole = CurveFile.Read(path);
        File.Delete(path);
        Assert.StartsWith($"{path} cannot be read: ", Refused(), StringComparison.Ordinal);
        File.WriteAllText(path, $"curve\n    public-key = \"{whole.PublicKey}\"\n");
        Assert.Equal($"{path} has no line 'secret-key = \"...\"': the server needs both halves of its key.", Refused());
        File.WriteAllText(path, $"curve\n    public-key = \"{whole.PublicKey}\"\n    secret-key = \"{CurveCertificate.New().SecretKey}\"\n");
        Assert.Equal($"{path}: the public and the secret key do not belong together.", Refused());

        string Refused() => Assert.Throws<DroverException>(() => Open()).Message;
    }

    [Fact]
    public void Questions_about_keys_that_make_no_sense_are_answered_with_an_error()
    {
        Open();
        using var asker = new ZmqSocket(_context, ZmqSocketType.Dealer);
        asker.Connect("inproc://zeromq.zap.01");
        Assert.Equal("500", Ask("", "2.0", "7", "", "127.0.0.1", "", "CURVE", new string('k', 32)));
        Assert.Equal("500", Ask("", "1.0", "7"));
        Assert.Equal("400", Ask("", "1.0", "7", "", "127.0.0.1", "", "NULL", ""));
        Assert.Equal("400", Ask("", "1.0", "7", "", "127.0.0.1", "", "CURVE", "short"));
        Assert.Equal("300", Ask("", "1.0", "7", "", "127.0.0.1", "", "CURVE", new string('k', 32)));

        string Ask(params string[] frames)
        {
            for (var i = 0; i < frames.Length; i++)
                Assert.Equal(0, asker.Send(Encoding.ASCII.GetBytes(frames[i]), i < frames.Length - 1));
            using var answer = new ZmqFrames(8);
            var poller = new ZmqPoller();
            poller.Add(asker);
            while (!answer.Take(asker))
                Assert.True(poller.Wait(60_000));
            Assert.Equal(("7", 7), (Encoding.ASCII.GetString(answer[2]), answer.Count));
            return Encoding.ASCII.GetString(answer[3]);
        }
    }

    private static void Ping(Peer worker)
    {
        worker.Send("PING");
        Assert.Equal(["PONG", "20"], worker.Receive());
    }

    private Task<CapturedLine> LineAsync(int id) => _log.UntilAsync(line => line.Id == id, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

    private CurveCertificate Allowed(string name)
    {
        var key = CurveCertificate.New();
        CurveFile.WritePublic(_directory, name, key);
        return key;
    }

    private (CurveGuard, ControlDoor) Open(bool bindNames = false)
    {
        var guard = CurveGuard.Open(_context, new CurveOptions { Directory = _directory, BindNames = bindNames }, TimeProvider.System, _log);
        _open.Add(guard);
        var door = ControlDoor.Open(_context, new ControlOptions { Endpoint = "tcp://127.0.0.1:*" }, guard, _domain, TimeProvider.System, _log);
        _open.Add(door);
        return (guard, door);
    }

    private Peer Worker(ControlDoor door, CurveGuard guard, string name, CurveCertificate key) => Sealed(ZmqSocketType.Dealer, name, guard.ServerKey, key).Connect(door.Endpoint);

    private Peer Sealed(ZmqSocketType type, string? name, string serverKey, CurveCertificate key)
    {
        var peer = Peer.New(type, name, 0);
        _open.Add(peer);
        // A refused client tries again when its handshake has taken too long.
        peer.Socket.Set(ZmqOption.HandshakeInterval, 500);
        peer.Socket.Set(ZmqOption.CurveServerKey, Encoding.ASCII.GetBytes(serverKey));
        peer.Socket.Set(ZmqOption.CurvePublicKey, Encoding.ASCII.GetBytes(key.PublicKey));
        peer.Socket.Set(ZmqOption.CurveSecretKey, Encoding.ASCII.GetBytes(key.SecretKey!));
        return peer;
    }
}
