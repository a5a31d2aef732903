using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Drover.Bench.Measuring;

namespace Drover.Bench.Daemon;

/// <summary>Sends the same request again and again over some connections, one outstanding on each, from one thread.</summary>
internal static class RoundTrips
{
    /// <summary>Round trips a second.</summary>
    public static double Measure(string path, byte[] frame, int connections, TimeSpan time, Samples latency)
    {
        var clients = Enumerable.Range(0, connections).Select(_ => new LuxiClient(path)).ToArray();
        try
        {
            foreach (var client in clients)
                Check(client.Ask(frame));
            return connections == 1 ? One(clients[0], frame, time, latency) : Many(clients, frame, time, latency);
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private static double One(LuxiClient client, byte[] frame, TimeSpan time, Samples latency)
    {
        long done = 0;
        var start = Stopwatch.GetTimestamp();
        var before = start;
        while (Stopwatch.GetElapsedTime(start, before) < time)
        {
            client.Ask(frame);
            var now = Stopwatch.GetTimestamp();
            latency.Add(Stopwatch.GetElapsedTime(before, now));
            before = now;
            done++;
        }
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Many(LuxiClient[] clients, byte[] frame, TimeSpan time, Samples latency)
    {
        Socket[] sockets = [.. clients.Select(client => client.Socket)];
        var ready = new bool[clients.Length];
        var sent = new long[clients.Length];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < clients.Length; i++)
        {
            sent[i] = Stopwatch.GetTimestamp();
            clients[i].Send(frame);
        }
        long done = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            NativeSocket.Poll(sockets, ready);
            for (var i = 0; i < clients.Length; i++)
            {
                if (!ready[i])
                    continue;
                clients[i].Receive();
                var now = Stopwatch.GetTimestamp();
                latency.Add(Stopwatch.GetElapsedTime(sent[i], now));
                done++;
                sent[i] = now;
                clients[i].Send(frame);
            }
        }
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Check(ReadOnlySpan<byte> reply)
    {
        if (reply.IndexOf("\"success\":true"u8) < 0 && reply.IndexOf("\"success\": true"u8) < 0)
            throw new InvalidOperationException($"The daemon refused: {Encoding.UTF8.GetString(reply[..Math.Min(300, reply.Length)])}");
    }
}
