namespace TfExplain.Engine.Tests.Training;

/// <summary>Counts what a piece of code allocates.</summary>
internal static class Allocations
{
    /// <summary>
    /// The bytes that the calling thread allocates in one call, the first call apart: the least of several, because a collection that another test causes
    /// in between charges the rest of the thread's allocation window to it. What the code allocates itself shows every time.
    /// </summary>
    public static long Of(Action code)
    {
        code();
        var least = long.MaxValue;
        for (var i = 0; i < 8; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
