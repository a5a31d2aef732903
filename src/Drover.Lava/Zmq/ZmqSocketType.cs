namespace Drover.Lava.Zmq;

/// <summary>Types of sockets, with the numbers of zmq.h.</summary>
internal enum ZmqSocketType
{
    Pair = 0,
    Pub = 1,
    Sub = 2,
    Rep = 4,
    Dealer = 5,
    Router = 6,
    Pull = 7,
    Push = 8,
}
