package energy.amps.connector.sandbox;

/** A device over the segments of its course. */
final class CourseFlow<S> implements Flow<S> {

    private final Course<S> course;
    private int segment;
    private Flow<S> inner;

    CourseFlow(Course<S> course, double from) {
        this.course = course;
        this.segment = -1;
        while (next() <= from) {
            segment++;
        }
        this.inner = segment < 0
                ? course.hardware().untouched(from)
                : course.arrived(course.segments().get(segment), from);
    }

    @Override
    public double power() {
        return inner.power();
    }

    @Override
    public double until() {
        return Math.min(inner.until(), next());
    }

    @Override
    public void to(double second) {
        inner.to(second);
        if (second >= next()) {
            segment++;
            Segment<S> begun = course.segments().get(segment);
            inner = course.hardware().operated(begun.terms(), begun.state(), second, course.around());
        }
    }

    @Override
    public S state() {
        return inner.state();
    }

    /** When the segment after this one begins. */
    private double next() {
        return segment + 1 < course.segments().size()
                ? course.segments().get(segment + 1).second()
                : Double.POSITIVE_INFINITY;
    }
}
