namespace Helpdesk.Tests.Support;

/// <summary>A clock that stands until somebody moves it.</summary>
sealed class HandClock : TimeProvider
{
    TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => passed.Ticks;

    public override DateTimeOffset GetUtcNow() => Some.Moment + passed;

    public void Advance(TimeSpan by) => passed += by;
}
